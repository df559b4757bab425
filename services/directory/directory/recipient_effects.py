"""What the directory does in the outside world to find recipients."""

from chassis import Acting
from directory.outside import Asked, look_up
from directory.peppol.network import Peppol
from directory.recipient_commands import AnswerRecipientLookup
from directory.recipient_events import RecipientLookupRequested


async def look_up_outside(event: RecipientLookupRequested, acting: Acting) -> AnswerRecipientLookup:
    """One question, one answer: a person waits, and may ask again when nobody answered."""
    asked = Asked(event.query.reveal().strip(), event.country, event.document_type, acting.now)
    outcome = await look_up(acting.use(Peppol), asked)
    return AnswerRecipientLookup(
        at=acting.now, company=event.company, lookup=acting.stream, reach=outcome.reach, hits=outcome.hits
    )
