"""The command `stafett`: starts and stops the local network, shows how it does, and asks its services."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table

from devstack import running
from devstack.errors import LocalNetworkError
from devstack.log_stream import LogStream
from devstack.network import KEPT, SERVICES, Network, own_environment
from devstack.ports import LOOPBACK, free_port
from devstack.postgres import EmbeddedPostgres
from devstack.running import Running

HELP = """The local Stafett network: real PostgreSQL and NATS, a mail catcher, simulators and every service.

\b
stafett up                       start it, watch it, stop it with Ctrl-C
stafett up --detach              start it and get the prompt back
stafett status                   how far every service has come
stafett logs wallet --follow     what one program says
stafett up --without wallet      leave one out, and in another terminal:
stafett run wallet               run it by hand, changed code and all
stafett replay --all             prove that events alone rebuild everything
stafett compare                  what the portal shows beside what the other services told
stafett down --wipe              stop it and begin anew next time

Data, ports, passwords and logs lie in .stafett/ and stay between starts."""

app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
console = Console(highlight=False, soft_wrap=True)
UP_TIMEOUT_S = 240
DOWN_TIMEOUT_S = 60
STATUS_TIMEOUT_S = 3
POLL_S = 0.1

ServiceName = Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}", metavar="SERVICE")]


@app.callback()
def choose(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="where the network lives", envvar="STAFETT_FOLDER")] = KEPT,
) -> None:
    """Every command works on the network of one folder."""
    context.obj = folder.resolve()


@app.command()
def up(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", help="show no logs; `stafett logs` does")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="leave it running in the background")] = False,
    without: Annotated[list[str] | None, typer.Option(help="a service to leave out; can be repeated")] = None,
) -> None:
    """Start everything and show one stream of logs; Ctrl-C stops everything."""
    left_out = [_known(name) for name in without or []]
    if detach:
        _detach(context.obj, left_out)
    else:
        asyncio.run(_up(context.obj, quiet, left_out))


@app.command()
def down(
    context: typer.Context,
    wipe: Annotated[bool, typer.Option("--wipe", help="also clear everything that it holds")] = False,
) -> None:
    """Stop the network that runs in the background or in another terminal."""
    network = running.found(context.obj)
    if network:
        os.kill(network.pid, signal.SIGTERM)
        deadline = time.monotonic() + DOWN_TIMEOUT_S
        while running.found(context.obj):
            if time.monotonic() > deadline:
                _fail(f"process {network.pid} is still stopping after {DOWN_TIMEOUT_S} s: see `stafett logs`")
            time.sleep(POLL_S)
    console.print("stopped" if network else "the network does not run")
    if wipe:
        shutil.rmtree(context.obj, ignore_errors=True)
        console.print("cleared")


@app.command()
def status(context: typer.Context) -> None:
    """How far every service has come: events, facts told and relayed, facts heard, dead letters, what is set aside."""
    network = _running(context)
    table = Table("service", "is", "events", "facts told", "relayed", "heard", "dead letters", "set aside")
    aside: list[str] = []
    for service in SERVICES:
        row, lines = _state(network, service)
        table.add_row(service, *row)
        aside += lines
    console.print(table)
    for line in aside:
        console.print(line, style="red")
    console.print(f"portal {network.portal}   mail {network.mail}   process {network.pid}")


@app.command()
def logs(
    context: typer.Context,
    program: Annotated[str, typer.Argument(help="a service or simulator, `postgres` or `nats`; all without it")] = "",
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, max=100_000)] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="go on as they come")] = False,
) -> None:
    """The last lines that a program has logged."""
    folder: Path = context.obj
    own = {"postgres": folder / "postgres/postgres.log", "nats": folder / "nats/nats.log"}
    files = {path.stem: path for path in sorted((folder / "logs").glob("*.log"))} | own
    chosen = [path for name, path in files.items() if program in ("", name) and path.exists()]
    if not chosen:
        _fail(f"there are no logs of {program or 'anything'} in {folder}/logs")
    os.execvp("tail", ["tail", "-n", str(lines), *(["-F"] if follow else []), *map(str, chosen)])  # noqa: S606


@app.command()
def run(context: typer.Context, service: ServiceName) -> None:
    """Run one service by hand beside the network, or in the place of one left out with `up --without`."""
    environment = _environment(context, _known(service))
    port = f"STAFETT_{service.upper()}_HTTP_PORT"
    if _answers(environment[port]):
        environment[port] = str(free_port())
        console.print(f"the network runs {service} too: this is a second one, on port {environment[port]}")
    os.execvpe(sys.executable, _chassis_words("run", service), environment)  # noqa: S606


@app.command()
def replay(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="one service, or none with --all")] = "",
    all_services: Annotated[bool, typer.Option("--all", help="every service")] = False,
) -> None:
    """Rebuild a service from its stored events alone, without NATS, and compare with what it serves."""
    if not service and not all_services:
        raise typer.BadParameter("name a service, or give --all")
    names = list(SERVICES) if all_services else [_known(service)]
    network = running.found(context.obj)
    codes = _replay(network.env, names) if network else _replay_offline(context.obj, names)
    raise typer.Exit(max(codes))


@app.command()
def compare(
    context: typer.Context,
    wait: Annotated[float, typer.Option(help="seconds in which what differs may still arrive", min=0, max=3600)] = 10,
) -> None:
    """Set what the portal shows beside what the owners of it told, and list what differs or was never heard."""
    from devstack.compare import compare as compared  # it loads every service

    network = running.found(context.obj)
    if network:
        found = asyncio.run(compared(_databases(network.env), wait))
    else:
        with _postgres_alone(context.obj) as environment:
            found = asyncio.run(compared(_databases(environment), 0))
    for difference in found:
        console.print(f"[red]{difference}[/]")
    console.print("nothing differs" if not found else f"[red]{len(found)} differ[/]: docs/runbooks/a-wrong-view.md")
    raise typer.Exit(1 if found else 0)


@app.command()
def republish(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="one service, or none with --all")] = "",
    position: Annotated[int, typer.Option("--from", min=1, help="the first position; 1 is all")] = 1,
    all_services: Annotated[bool, typer.Option("--all", help="every service")] = False,
) -> None:
    """Tell every fact of a service again from a position; every hearer survives it."""
    if not service and not all_services:
        raise typer.BadParameter("name a service, or give --all")
    names = list(SERVICES) if all_services else [_known(service)]
    codes = [_chassis(_environment(context, name), "republish", name, "--from", str(position)) for name in names]
    raise typer.Exit(max(codes))


@app.command("dead-letters")
def dead_letters(
    context: typer.Context,
    service: ServiceName,
    show: Annotated[int | None, typer.Option(help="print one letter, personal data included")] = None,
    resend: Annotated[int | None, typer.Option(help="publish one letter again and mark it solved")] = None,
) -> None:
    """What a service could not handle: list, look at one, send one again."""
    words = ["dead-letters", service]
    words += ["--show", str(show)] if show is not None else []
    words += ["--resend", str(resend)] if resend is not None else []
    raise typer.Exit(_chassis(_environment(context, _known(service)), *words))


@app.command("set-aside")
def set_aside(
    context: typer.Context,
    service: ServiceName,
    retry: Annotated[int | None, typer.Option(help="try one now, not when its time comes")] = None,
    skip: Annotated[int | None, typer.Option(help="pass one over for good; say who and why")] = None,
    by: Annotated[str, typer.Option(help="who decided it")] = "",
    reason: Annotated[str, typer.Option(help="why it may be passed over")] = "",
) -> None:
    """What views, acts, schedules and the relay of a service could not take: list, try one again, skip one."""
    words = ["set-aside", service]
    words += ["--retry", str(retry)] if retry is not None else []
    words += ["--skip", str(skip), "--by", by, "--reason", reason] if skip is not None else []
    raise typer.Exit(_chassis(_environment(context, _known(service)), *words))


def main() -> None:
    """The console script: an error of the network is one red line and exit code 1."""
    try:
        app()
    except LocalNetworkError as error:
        console.print(f"[red]{error}[/]")
        sys.exit(1)


async def _up(folder: Path, quiet: bool, without: list[str]) -> None:
    network = Network.kept(folder, quiet=quiet)
    await network.up(without)
    try:
        console.print(f"portal {network.portal_url}   mail {network.mail_url}   Ctrl-C stops")
        await network.until_stopped()
    finally:
        await network.down()


def _detach(folder: Path, without: list[str]) -> None:
    """The same command in a session of its own; returns when the network is ready."""
    log = LogStream(folder / "logs")
    words = [sys.executable, "-m", "devstack.cli", "--folder", str(folder), "up", "--quiet"]
    words += [word for name in without for word in ("--without", name)]
    log.file("up").parent.mkdir(parents=True, exist_ok=True)
    with log.file("up").open("wb") as sink:
        own = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, start_new_session=True
        )
    deadline = time.monotonic() + UP_TIMEOUT_S
    while own.poll() is None and time.monotonic() < deadline:
        network = running.found(folder)
        if network and network.pid == own.pid:
            console.print(f"portal {network.portal}   mail {network.mail}   `stafett down` stops it")
            return
        time.sleep(POLL_S)
    own.terminate()
    _fail(f"the network did not start: {log.last_words(['up'], lines=1)}")


def _state(network: Running, service: str) -> tuple[list[str], list[str]]:
    """A row of the table, and a line for each event that the service has set aside."""
    own = f"STAFETT_{service.upper()}"
    port = network.env.get(f"{own}_HEALTH_PORT") or network.env[f"{own}_HTTP_PORT"]
    try:
        ready = httpx.get(f"http://{LOOPBACK}:{port}/health/ready", timeout=STATUS_TIMEOUT_S, trust_env=False)
        state = httpx.get(f"http://{LOOPBACK}:{port}/health/state", timeout=STATUS_TIMEOUT_S, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return ["[red]does not answer[/]"], []
    columns = ("events", "facts", "relayed", "handled", "dead_letters", "set_aside")
    row = ["ready" if ready.is_success else f"[red]{ready.text}[/]", *(str(state.get(name, "")) for name in columns)]
    return row, [
        f"{service}: {one['follower']} cannot take {one['topic']} at {one['position']} ({one['reason']}): "
        f"`stafett set-aside {service}`, number {one['number']}"
        for one in state.get("first_set_aside", ())
    ]


def _replay(environment: Mapping[str, str], names: list[str]) -> list[int]:
    return [_chassis(_of(environment, name), "replay", name) for name in names]


@contextmanager
def _postgres_alone(folder: Path) -> Iterator[dict[str, str]]:
    """No bus, no service: settings with which every database of a network that is down can be read."""
    if not (folder / "databases").exists():
        _fail("there is nothing stored yet: `stafett up` or `make demo` first")
    lock = running.Lock(folder)
    lock.take()
    try:
        with EmbeddedPostgres(folder / "postgres") as postgres:
            environment = {}
            for name in SERVICES:
                environment[f"STAFETT_{name.upper()}_DATABASE_URL"] = postgres.database_urls(name).app
                environment[f"STAFETT_{name.upper()}_MASTER_KEY"] = (folder / f"secrets/{name}.master-key").read_text()
            yield environment
    finally:
        lock.give_back()


def _replay_offline(folder: Path, names: list[str]) -> list[int]:
    with _postgres_alone(folder) as environment:
        return _replay(environment, names)


def _databases(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: settings[f"STAFETT_{name.upper()}_DATABASE_URL"] for name in SERVICES}


def _environment(context: typer.Context, service: str) -> dict[str, str]:
    return _of(_running(context).env, service)


def _of(settings: Mapping[str, str], service: str) -> dict[str, str]:
    """This shell's variables, but of Stafett's own only those of one service of the network."""
    outer = {key: value for key, value in os.environ.items() if not key.startswith("STAFETT_")}
    return outer | own_environment(settings, service)


def _running(context: typer.Context) -> Running:
    network = running.found(context.obj)
    if network is None:
        raise LocalNetworkError("the network does not run: `stafett up` or `make demo` starts it")
    return network


def _known(service: str) -> str:
    if service not in SERVICES:
        raise typer.BadParameter(f"{service} is no service; these are: {', '.join(SERVICES)}")
    return service


def _answers(port: str) -> bool:
    try:
        httpx.get(f"http://{LOOPBACK}:{port}/health/live", timeout=STATUS_TIMEOUT_S, trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def _chassis_words(*words: str) -> list[str]:
    return [sys.executable, "-m", "chassis", *words]


def _chassis(environment: Mapping[str, str], *words: str) -> int:
    """`python -m chassis …`; its exit code."""
    return subprocess.run(_chassis_words(*words), env=dict(environment), check=False).returncode


def _fail(text: str) -> None:
    raise LocalNetworkError(text)


if __name__ == "__main__":
    main()
