"""What onboarding does in the outside world: asks registers, and sees signings through."""

import asyncio
from datetime import datetime, timedelta

from chassis import Acting
from contracts.values import Personal
from onboarding.commands import AnswerLookup, RecordFailure, RecordOrder, RecordSignature
from onboarding.events import LookupRequested, OrderAbandoned, SigningOrdered, SigningRequested
from onboarding.evidence import evidence
from onboarding.lookup import number_in
from onboarding.registers import Registers, RegisterSilent
from onboarding.signing import Signing
from onboarding.signing_service import Failed, SigningDesk, SigningServiceFault, Wish


async def look_up(event: LookupRequested, acting: Acting) -> AnswerLookup:
    """One question, one answer: a person waits, and may ask again if the register was silent."""
    register, query = acting.use(Registers).of(event.country), event.query.reveal().strip()
    try:
        number = number_in(event.country, query)
        hits = await (register.by_number(number) if number else register.by_name(query))
    except RegisterSilent as silent:
        return AnswerLookup(at=acting.now, request=acting.stream, problem=silent.code)
    return AnswerLookup(at=acting.now, request=acting.stream, hits=hits)


async def order_signature(event: SigningRequested, acting: Acting) -> RecordOrder | RecordFailure:
    """Asked once: a person waits at the page, and starts anew when the service says no."""
    desk, clock = acting.use(SigningDesk), _Clock(acting)
    wish = Wish(event.personal_number.reveal(), event.ip_address.reveal(), event.visible_text.reveal())
    try:
        order = await desk.service.sign(wish)
    except SigningServiceFault as fault:
        return RecordFailure(at=clock.now(), company=event.company, signing=acting.stream, reason=fault.code)
    now = clock.now()
    return RecordOrder(
        at=now,
        company=event.company,
        signing=acting.stream,
        provider=order.provider,
        order_ref=order.order_ref,
        start_token=Personal(order.start_token),
        qr_start_token=Personal(order.qr_start_token),
        qr_start_secret=Personal(order.qr_start_secret),
        expires_at=now + desk.open_for,
    )


async def collect_signature(event: SigningOrdered, acting: Acting) -> RecordSignature | RecordFailure:
    """Waits for the person. Begun again after a restart, it goes on with the same order."""
    clock = _Clock(acting)
    outcome = await acting.use(SigningDesk).outcome(event.order_ref, event.expires_at - acting.now)
    if isinstance(outcome, Failed):
        return RecordFailure(at=clock.now(), company=event.company, signing=acting.stream, reason=outcome.reason)
    signing = await acting.load(Signing, acting.stream)
    return RecordSignature(
        at=clock.now(),
        company=event.company,
        signing=acting.stream,
        provider=outcome.provider,
        signer_number=Personal(outcome.personal_number),
        signer_name=Personal(outcome.name),
        evidence=evidence(outcome, event.order_ref, signing.visible_text.reveal()),
    )


async def drop_order(event: OrderAbandoned, acting: Acting) -> None:
    await acting.use(SigningDesk).drop(event.order_ref)


class _Clock:
    """The time while an effect goes on: its beginning, and what has passed since."""

    def __init__(self, acting: Acting) -> None:
        self._began: datetime = acting.now
        self._tick = asyncio.get_running_loop().time()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=asyncio.get_running_loop().time() - self._tick)
