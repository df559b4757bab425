"""Commands about members: load, decide."""

from chassis import Session, derived_id
from directory.members.buyer_rules import BuyerRules
from directory.members.commands import (
    ChooseReception,
    Join,
    OrderSample,
    SetBuyerRules,
)
from directory.members.member import Member
from directory.members.reception import ReceptionPolicy


async def join(command: Join, session: Session) -> None:
    (await session.load(Member, command.company)).join(command, session.use(ReceptionPolicy))


async def choose_reception(command: ChooseReception, session: Session) -> None:
    (await session.load(Member, command.company)).choose_reception(command, session.use(ReceptionPolicy))


async def order_sample(command: OrderSample, session: Session) -> None:
    (await session.load(Member, command.company)).order_sample(command, session.use(ReceptionPolicy))


async def set_buyer_rules(command: SetBuyerRules, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("buyer-rules.not-a-member")
    (await session.load(BuyerRules, derived_id(command.company, "buyer-rules"))).set(command)
