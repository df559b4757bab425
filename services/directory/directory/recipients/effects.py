"""Looks recipients up in the networks outside."""

from chassis import Acting
from directory.recipients.commands import AnswerRecipientLookup
from directory.recipients.events import RecipientLookupRequested
from directory.recipients.outside import Asked, look_up
from directory.recipients.peppol.network import Peppol


async def look_up_outside(event: RecipientLookupRequested, acting: Acting) -> AnswerRecipientLookup:
    """Asks once, without retries: a person waits, and may ask again when nobody answered."""
    asked = Asked(event.query.reveal().strip(), event.country, event.document_type, acting.now)
    outcome = await look_up(acting.use(Peppol), asked)
    return AnswerRecipientLookup(
        at=acting.now, company=event.company, lookup=acting.stream, reach=outcome.reach, hits=outcome.hits
    )
