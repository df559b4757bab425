"""Orders a signature from the provider, waits for the person, and cancels orders that nobody waits for."""

import asyncio
from datetime import datetime, timedelta

from chassis import Acting
from contracts.values import Personal
from onboarding.companies.company import Company
from onboarding.signing.commands import RecordFailure, RecordOrder, RecordProgress, RecordSignature
from onboarding.signing.events import OrderAbandoned, SigningOrdered, SigningProgressed, SigningRequested
from onboarding.signing.evidence import evidence
from onboarding.signing.service import Failed, Pending, Signature, SigningDesks, SigningServiceFault, Wish
from onboarding.signing.signing import Signing


async def order_signature(event: SigningRequested, acting: Acting) -> RecordOrder | RecordFailure:
    """Orders the signature once, without retries: a person waits, and starts again when the service refuses."""
    desks, clock = acting.use(SigningDesks), _Clock(acting)
    desk = desks.of(event.provider)
    company = await acting.load(Company, event.company)
    try:
        order = await desk.service.sign(_wish(event, company, desks.return_url))
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
        page=Personal(order.page) if order.page else None,
    )


def _wish(event: SigningRequested, company: Company, return_url: str) -> Wish:
    name = company.registered.name if company.registered else ""
    return Wish(
        personal_number=event.personal_number.reveal(),
        ip_address=event.ip_address.reveal(),
        visible_text=event.visible_text.reveal(),
        number_country=event.number_country,
        language=company.language,
        return_url=return_url.replace("{company}", str(event.company)),
        title=f"Stafett, {name}",
    )


async def collect_signature(
    event: SigningOrdered | SigningProgressed, acting: Acting
) -> RecordSignature | RecordProgress | RecordFailure | None:
    """Waits for the person to do something. After a restart it goes on with the same order.

    Each thing the person does is recorded and told, and waiting goes on from there.
    """
    clock, signing = _Clock(acting), await acting.load(Signing, acting.stream)
    order = signing.ordered
    if order is None:
        return None
    desk = acting.use(SigningDesks).of(signing.provider)
    outcome = await desk.outcome(order.order_ref, order.expires_at - acting.now, signing.known_hint)
    match outcome:
        case Pending():
            return RecordProgress(at=clock.now(), company=event.company, signing=acting.stream, hint=outcome.hint)
        case Failed():
            return RecordFailure(at=clock.now(), company=event.company, signing=acting.stream, reason=outcome.reason)
        case Signature():
            return _signature(outcome, order, signing, clock.now())


def _signature(brought: Signature, order: SigningOrdered, signing: Signing, at: datetime) -> RecordSignature:
    content, media_type = evidence(brought, order.order_ref, signing.visible_text.reveal())
    return RecordSignature(
        at=at,
        company=order.company,
        signing=signing.id,
        provider=brought.provider,
        signer_number=Personal(brought.personal_number),
        signer_name=Personal(brought.name),
        evidence=content,
        media_type=media_type,
        declared_right=brought.declared_right,
    )


async def drop_order(event: OrderAbandoned, acting: Acting) -> None:
    await acting.use(SigningDesks).of(event.provider).drop(event.order_ref)


class _Clock:
    """The time during an effect: that of its beginning, plus what has passed since."""

    def __init__(self, acting: Acting) -> None:
        self._began: datetime = acting.now
        self._tick = asyncio.get_running_loop().time()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=asyncio.get_running_loop().time() - self._tick)
