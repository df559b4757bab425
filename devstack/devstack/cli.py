"""The command `stafett`: starts and stops the local network, and asks its services."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from devstack.errors import LocalNetworkError
from devstack.network import KEPT, SERVICES, Network
from devstack.postgres import EmbeddedPostgres

app = typer.Typer(
    help="The local Stafett network: real PostgreSQL and NATS, a mail catcher, simulators and every service.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)
DOWN_TIMEOUT_S = 40
ServiceName = Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}")]


@app.command()
def up(
    quiet: Annotated[bool, typer.Option("--quiet", help="show no logs; they are in .stafett/logs")] = False,
) -> None:
    """Start everything, show one stream of logs, stop everything with Ctrl-C. Data is kept in .stafett/."""
    asyncio.run(_up(quiet))


async def _up(quiet: bool) -> None:
    network = Network.kept(quiet=quiet)
    try:
        await network.up()
    except LocalNetworkError as error:
        console.print(f"[red]{error}[/]")
        raise typer.Exit(1) from error
    console.print(f"portal {network.portal_url}   mail {network.mail_url}   Ctrl-C stops")
    await network.until_stopped()
    await network.down()


@app.command()
def down(wipe: Annotated[bool, typer.Option("--wipe", help="also clear everything that it holds")] = False) -> None:
    """Stop the network that runs in another terminal."""
    running = _running()
    if running:
        os.kill(running["pid"], signal.SIGTERM)
        deadline = time.monotonic() + DOWN_TIMEOUT_S
        while _running() and time.monotonic() < deadline:
            time.sleep(0.1)
        console.print("stopped" if not _running() else "[red]still running[/]")
    if wipe and not _running():
        shutil.rmtree(KEPT, ignore_errors=True)
        console.print("cleared")


@app.command()
def status() -> None:
    """How far every service has come: events, facts told and relayed, dead letters."""
    running = _running()
    if not running:
        console.print("the network does not run: `make demo` or `stafett up` starts it")
        raise typer.Exit(1)
    table = Table("service", "events", "facts told", "relayed", "heard", "dead letters")
    for service in SERVICES:
        port = running["env"][f"STAFETT_{service.upper()}_HTTP_PORT"]
        try:
            state = httpx.get(f"http://127.0.0.1:{port}/health/state", timeout=3).json()
        except httpx.HTTPError:
            table.add_row(service, "does not answer")
            continue
        columns = ("events", "facts", "relayed", "handled", "dead_letters")
        table.add_row(service, *(str(state[name]) for name in columns))
    console.print(table)
    console.print(f"portal {running['portal']}   mail {running['mail']}")


@app.command()
def logs(service: ServiceName, lines: Annotated[int, typer.Option("--lines", "-n")] = 50) -> None:
    """The last lines that a program has logged."""
    path = KEPT / f"logs/{service}.log"
    if not path.exists():
        console.print(f"there is no {path}")
        raise typer.Exit(1)
    sys.stdout.write("\n".join(path.read_text(errors="replace").splitlines()[-lines:]) + "\n")


@app.command()
def replay(
    service: Annotated[str, typer.Argument(help="one service, or nothing with --all")] = "",
    all_services: Annotated[bool, typer.Option("--all", help="every service")] = False,
) -> None:
    """Rebuild a service from its stored events alone, NATS stopped, and compare with what it serves."""
    names = SERVICES if all_services else (service,)
    if names == ("",):
        raise typer.BadParameter("name a service, or give --all")
    running = _running()
    codes = [_chassis(running["env"], "replay", name) for name in names] if running else _replay_offline(names)
    raise typer.Exit(max(codes))


def _replay_offline(names: tuple[str, ...]) -> list[int]:
    """With PostgreSQL alone: no bus, no service."""
    if not (KEPT / "databases").exists():
        console.print("there is nothing to replay yet: run `make demo` first")
        return [1]
    with EmbeddedPostgres(KEPT / "postgres") as postgres:
        environment = dict(os.environ)
        for name in names:
            environment[f"STAFETT_{name.upper()}_DATABASE_URL"] = postgres.database_urls(name).app
            environment[f"STAFETT_{name.upper()}_MASTER_KEY"] = (KEPT / f"secrets/{name}.master-key").read_text()
        return [_chassis(environment, "replay", name) for name in names]


@app.command()
def republish(
    service: ServiceName, position: Annotated[int, typer.Option("--from", help="the first position; 1 is all")] = 1
) -> None:
    """Tell every fact of a service again from a position; every hearer survives it."""
    raise typer.Exit(_chassis(_environment(), "republish", service, "--from", str(position)))


@app.command("dead-letters")
def dead_letters(
    service: ServiceName,
    show: Annotated[int | None, typer.Option(help="print one letter, personal data included")] = None,
    resend: Annotated[int | None, typer.Option(help="publish one letter again and mark it solved")] = None,
) -> None:
    """What a service could not handle: list, look at one, send one again."""
    words = ["dead-letters", service]
    words += ["--show", str(show)] if show else []
    words += ["--resend", str(resend)] if resend else []
    raise typer.Exit(_chassis(_environment(), *words))


def _running() -> dict[str, Any] | None:
    """What the running network wrote down; None when none runs."""
    try:
        running: dict[str, Any] = json.loads((KEPT / "running.json").read_text())
        os.kill(running["pid"], 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return running


def _environment() -> dict[str, str]:
    running = _running()
    if not running:
        console.print("the network does not run: `stafett up` starts it")
        raise typer.Exit(1)
    environment: dict[str, str] = running["env"]
    return environment


def _chassis(environment: dict[str, str], *words: str) -> int:
    """`python -m chassis …` with the network's settings; its exit code."""
    command = [sys.executable, "-m", "chassis", *words]
    return subprocess.run(command, env=environment, cwd=Path.cwd(), check=False).returncode


if __name__ == "__main__":
    app()
