"""Commands about members: load, decide."""

from chassis import Session
from directory.commands import AcceptTerms, ChooseReception, Join, NoteSigning, OrderSample
from directory.member import Member
from directory.reception import ReceptionPolicy


async def join(command: Join, session: Session) -> None:
    (await session.load(Member, command.company)).join(command, session.use(ReceptionPolicy))


async def note_signing(command: NoteSigning, session: Session) -> None:
    (await session.load(Member, command.company)).note_signing(command)


async def accept_terms(command: AcceptTerms, session: Session) -> None:
    (await session.load(Member, command.company)).accept_terms(command)


async def choose_reception(command: ChooseReception, session: Session) -> None:
    (await session.load(Member, command.company)).choose_reception(command, session.use(ReceptionPolicy))


async def order_sample(command: OrderSample, session: Session) -> None:
    (await session.load(Member, command.company)).order_sample(command, session.use(ReceptionPolicy))
