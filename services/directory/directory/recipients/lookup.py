"""A look-up of a recipient in the networks outside: one question, one answer."""

from __future__ import annotations

from typing import Final, assert_never

from chassis import Aggregate, Refused
from directory.recipients.commands import AnswerRecipientLookup, LookUpRecipient
from directory.recipients.events import RecipientLookupAnswered, RecipientLookupEvent, RecipientLookupRequested

QUERY_MIN: Final = 3
QUERY_MAX: Final = 100
"""How many characters a query may have; the Peppol Directory gives no answer below three."""


class RecipientLookup(Aggregate[RecipientLookupEvent], stream="directory.recipient_lookup", id_field="lookup"):
    answered: bool = False

    def ask(self, command: LookUpRecipient) -> None:
        if self.exists:
            return
        if not QUERY_MIN <= len(command.query.reveal().strip()) <= QUERY_MAX:
            raise Refused("recipient-lookup.query-length", length_min=QUERY_MIN, length_max=QUERY_MAX)
        self.record(
            RecipientLookupRequested(
                company=command.company,
                person=command.person,
                country=command.country,
                query=command.query,
                document_type=command.document_type,
            )
        )

    def answer(self, command: AnswerRecipientLookup) -> None:
        if self.exists and not self.answered:
            self.record(RecipientLookupAnswered(company=command.company, reach=command.reach, hits=command.hits))

    def evolve(self, event: RecipientLookupEvent) -> None:
        match event:
            case RecipientLookupRequested():
                pass
            case RecipientLookupAnswered():
                self.answered = True
            case _:
                assert_never(event)
