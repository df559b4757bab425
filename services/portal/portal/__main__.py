"""`python -m portal`: who is staff at the operator's desk, said on the portal's own machine: the first admin."""

import argparse
import sys
from datetime import UTC, datetime
from typing import Final

import uvloop

from chassis.errors import DatabaseRefused
from chassis.running.running import Running, opened
from chassis.settings import load_settings
from contracts.values import PersonId
from portal.app import service
from portal.people.people import People
from portal.settings import PortalSettings
from portal.staff.commands import ROLES, GiveRole, TakeRole, member_of
from portal.staff.view import all_staff

ON_THE_COMMAND_LINE: Final = "command line"


def main() -> int:
    """Exit code 0 when done, 1 when there is no such account or a database refused, 2 for wrong usage."""
    try:
        return uvloop.run(_run(_parser().parse_args()))
    except DatabaseRefused as refused:
        print(f"portal: {refused}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    commands = root.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("staff", help="list everybody who has a role at the desk")
    for name, text in (("give", "give somebody a role"), ("take", "take a role away")):
        sub = commands.add_parser(name, help=text)
        sub.add_argument("user", help="the e-mail address or user name of an account whose address is confirmed")
        sub.add_argument("role", choices=ROLES)
        sub.add_argument("--by", default="", help="who decided it: a name or an account that colleagues know")
    return root


async def _run(arguments: argparse.Namespace) -> int:
    settings = load_settings(PortalSettings, service.name)
    async with opened(service, settings) as running:
        if arguments.command == "staff":
            for row in await all_staff(running.db):
                print(f"{row['email'] or row['person']}  {', '.join(row['roles'])}")
            return 0
        return await change(running, settings, arguments)


async def change(running: Running, settings: PortalSettings, arguments: argparse.Namespace) -> int:
    """Gives or takes the role. A process that runs shows it at once."""
    by = arguments.by.strip()
    if not by:
        print("--by is needed: colleagues and auditors will read it", file=sys.stderr)
        return 2
    row = await People(running.db, settings).by_user(arguments.user)
    if row is None or row["confirmed_at"] is None:
        print("nobody has an account with this address or user name, or it is not confirmed", file=sys.stderr)
        return 1
    person = PersonId(row["id"])
    kind = GiveRole if arguments.command == "give" else TakeRole
    command = kind(at=datetime.now(UTC), member=member_of(person), person=person, role=arguments.role)
    await running.perform(command, actor=f"{ON_THE_COMMAND_LINE}: {by}")
    print(f"{arguments.user}: {arguments.role} {'given' if arguments.command == 'give' else 'taken'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
