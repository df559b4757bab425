"""Commands about members: load, decide."""

from chassis import Session
from directory.commands import ChooseReception, Join
from directory.member import Member


async def join(command: Join, session: Session) -> None:
    (await session.load(Member, command.company)).join(command)


async def choose_reception(command: ChooseReception, session: Session) -> None:
    (await session.load(Member, command.company)).choose_reception(command)
