"""Commands about recipients: load, decide."""

from uuid import UUID

from chassis import Refused, Session
from directory.recipients.commands import (
    DecideRecipientRequest,
    ListMember,
)
from directory.recipients.number import Participant, company_participant
from directory.recipients.policy import RecipientPolicy
from directory.recipients.recipient import Recipient
from directory.recipients.request import RecipientRequest
from nordic.faults import Invalid


async def list_member(command: ListMember, session: Session) -> None:
    try:
        participant = company_participant(command.country, command.number.reveal())
    except Invalid:
        return  # A number of another form was registered by hand: the member is found by name alone.
    recipient = await session.load(Recipient, recipient_id(session, participant))
    recipient.list_member(command.company, command.name, command.country)


async def decide_recipient_request(command: DecideRecipientRequest, session: Session) -> None:
    request = await session.load(RecipientRequest, command.request)
    request.require_open()
    if request.claim.company != command.company:
        raise Refused("recipient-decision.no-such-request")
    match command.decision:
        case "take":
            request.take(command)
        case "refuse":
            request.refuse(command)
        case "grant":
            await _grant(command, request, session)


async def _grant(command: DecideRecipientRequest, request: RecipientRequest, session: Session) -> None:
    recipient = await session.load(Recipient, recipient_id(session, request.participant))
    request.grant(command, recipient, session.use(RecipientPolicy).own_operator)
    assert request.granted is not None, "it was just recorded"
    recipient.know(request.as_known(request.granted))


def recipient_id(session: Session, participant: Participant) -> UUID:
    """The id of a company number's stream, the same for everybody who asks."""
    return session.natural_id("recipient", *participant.identity)
