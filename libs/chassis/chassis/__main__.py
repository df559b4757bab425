"""`python -m chassis`: run a service, migrate its database, prove its store, tell again, look at what went wrong."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import os
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import nats
import uvloop

from chassis.bus.outbox import tell_again
from chassis.errors import DatabaseRefused
from chassis.failpoints import arm
from chassis.running.health import serve
from chassis.running.replay import replay
from chassis.running.running import Running, opened
from chassis.service import Service
from chassis.settings import Settings, load_settings
from chassis.store.migrate import migrate
from chassis.telemetry import configure


def main() -> int:
    """Exit code 0 when done, 1 when a proof failed, a thing was not found or a database refused, 2 for wrong usage."""
    arguments = parser().parse_args()
    sys.path.insert(0, "")
    service: Service = importlib.import_module(f"{arguments.service}.app").service
    configure(service.name)
    # There are many short-lived objects and few cycles: a rarer collection saves time and costs little memory.
    gc.set_threshold(20_000, 20, 50)
    command: Callable[[Service, argparse.Namespace], Awaitable[int]] = arguments.do
    try:
        return uvloop.run(command(service, arguments))  # type: ignore[arg-type]
    except DatabaseRefused as refused:
        print(f"{service.name}: {refused}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m chassis", description=__doc__)
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("service", help="the service's package, such as `invoicing`")
        sub.set_defaults(do=do)
        return sub

    command("run", _run, "Run the service until SIGTERM.")
    command("migrate", _migrate, "Make or bring up to date its tables and rights (owner role).")
    command("replay", _replay, "Rebuild everything from stored events alone and compare the digests.")
    again = command("republish", _republish, "Tell every fact again from a position; every hearer survives it.")
    again.add_argument("--from", dest="position", type=int, default=1, help="the first position (default 1: all)")
    dead = command("dead-letters", _dead_letters, "List what could not be handled, look at one, send one again.")
    dead.add_argument("--show", type=int, metavar="NUMBER", help="print one letter, personal data included")
    dead.add_argument("--resend", type=int, metavar="NUMBER", help="publish one letter again and mark it solved")
    aside = command("set-aside", _set_aside, "List what views, acts, schedules and the relay could not take; skip one.")
    aside.add_argument("--retry", type=int, metavar="NUMBER", help="try one now, not when its time comes")
    aside.add_argument("--skip", type=int, metavar="NUMBER", help="pass one over for good; say who and why")
    aside.add_argument("--by", default="", help="who decided it: a name or an account that colleagues know")
    aside.add_argument("--reason", default="", help="why it may be passed over; no personal data")
    return root


def _settings(service: Service) -> Settings:
    return load_settings(service.settings, service.name)


async def _run(service: Service, _arguments: argparse.Namespace) -> int:
    running = Running(service, _settings(service))
    await running.open()
    await serve(running)
    return 0


async def _migrate(service: Service, _arguments: argparse.Namespace) -> int:
    owner = os.environ[f"STAFETT_{service.name.upper()}_OWNER_DATABASE_URL"]
    settings = _settings(service)
    arm(settings.failpoints)
    app = urlsplit(settings.database_url.get_secret_value()).username or f"{service.name}_app"
    for name in await migrate(owner, app, f"{service.name}_auditor", service.rows, settings):
        print(f"{service.name}: applied {name}")
    print(f"{service.name}: the database is up to date")
    return 0


async def _replay(service: Service, _arguments: argparse.Namespace) -> int:
    async with opened(service, _settings(service)) as running:
        found = await replay(running)
    print(f"{service.name}: {found.events} events in {found.streams} streams")
    print(f"  rebuilt {found.rebuilt}\n  serving {found.serving}")
    for line in found.notes:
        print(f"  {line}")
    for kept in found.changed:
        print(f"  changed: {kept.line}")
    print("  equal" if found.equal else "  DIFFERENT" if found.complete else "  NOT EQUAL: not everything was reached")
    return 0 if found.equal else 1


async def _republish(service: Service, arguments: argparse.Namespace) -> int:
    async with opened(service, _settings(service)) as running:
        count = await tell_again(running.pool, arguments.position)
    print(f"{service.name}: {count} facts are told again from position {arguments.position}")
    return 0


async def _dead_letters(service: Service, arguments: argparse.Namespace) -> int:
    async with opened(service, _settings(service)) as running:
        number = arguments.show or arguments.resend
        if number is None:
            for letter in await running.dead_letters.all():
                print(f"{letter.number}  {letter.died_at:%Y-%m-%d %H:%M}  {letter.subject}  {letter.reason}")
            return 0
        try:
            letter = await running.dead_letters.get(number)
        except KeyError as error:
            print(error.args[0], file=sys.stderr)
            return 1
        if arguments.show:
            print(
                "\n".join(f"{name}: {value}" for name, value in letter.headers.items()),
                "",
                letter.body.decode(),
                sep="\n",
            )
            return 0
        await _send_again(running, letter.subject, letter.headers, letter.body)
        await running.dead_letters.solved(number)
    return 0


async def _set_aside(service: Service, arguments: argparse.Namespace) -> int:
    by, reason = arguments.by.strip(), arguments.reason.strip()
    if arguments.skip is not None and not (by and reason):
        print("--skip needs --by and --reason: colleagues and auditors will read them", file=sys.stderr)
        return 2
    async with opened(service, _settings(service)) as running:
        try:
            if arguments.skip is not None:
                aside = await running.set_aside.skip(arguments.skip, by, reason)
                print(f"{aside.follower} passes over {aside.topic} at {aside.position}")
            elif arguments.retry is not None:
                aside = await running.set_aside.retry(arguments.retry)
                print(f"{aside.follower} tries {aside.topic} at {aside.position} again")
            else:
                for aside in await running.set_aside.open():
                    print(aside.line)
        except KeyError as error:
            print(error.args[0], file=sys.stderr)
            return 1
    return 0


async def _send_again(running: Running, subject: str, headers: dict[str, str], body: bytes) -> None:
    """Sends the old fact as a new message, so that the bus does not drop it; the inbox still recognises the fact."""
    headers = {name: value for name, value in headers.items() if name != "Nats-Msg-Id"}
    client = await nats.connect(running.settings.nats_url.get_secret_value())
    try:
        await client.jetstream().publish(subject, body, headers=headers, timeout=5)
    finally:
        await client.close()


if __name__ == "__main__":
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    sys.exit(main())
