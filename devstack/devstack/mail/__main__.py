"""Runs the mail catcher: `python -m devstack.mail --smtp-port 2525 --http-port 8025 [--folder mails]`."""

import argparse
import asyncio
from pathlib import Path
from types import FrameType

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
    mailbox = Mailbox(folder)
    app = make_app(mailbox, Behaviour(), smtp_port)
    configuration = uvicorn.Config(
        app,
        host=LOOPBACK,
        port=http_port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
    )
    await _Server(configuration, mailbox).serve()


class _Server(uvicorn.Server):
    """Stops without waiting for those who wait for a mail."""

    def __init__(self, configuration: uvicorn.Config, mailbox: Mailbox) -> None:
        super().__init__(configuration)
        self._mailbox = mailbox
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called by the signal."""
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._mailbox.let_go()))
        super().handle_exit(sig, frame)


if __name__ == "__main__":
    main()
