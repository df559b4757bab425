"""Runs the mail catcher: `python -m devstack.mail --smtp-port 2525 --http-port 8025 [--folder mails]`."""

import argparse
import asyncio
from pathlib import Path

import uvicorn

from devstack.mail.mailbox import Mailbox
from devstack.mail.receiving import Behaviour
from devstack.mail.web import make_app
from devstack.ports import LOOPBACK

STOP_TIMEOUT_S = 2


def main() -> None:
    """Serves until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m devstack.mail", description="Catches mail and shows it.")
    parser.add_argument("--smtp-port", type=int, required=True, help="where programs send mail to")
    parser.add_argument("--http-port", type=int, required=True, help="where people read it")
    parser.add_argument("--folder", type=Path, help="keep the mails here; without it they are gone at the end")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.smtp_port, arguments.http_port, arguments.folder))


async def _serve(smtp_port: int, http_port: int, folder: Path | None) -> None:
    app = make_app(Mailbox(folder), Behaviour(), smtp_port)
    configuration = uvicorn.Config(
        app,
        host=LOOPBACK,
        port=http_port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
    )
    await uvicorn.Server(configuration).serve()


if __name__ == "__main__":
    main()
