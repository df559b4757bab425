"""The outcome of mails that the network sends."""

from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Personal, PersonId


class MailSent(Fact):
    """The mail server took a mail over. `message_id` is stable: two facts with the same one are about one mail."""

    company: CompanyId
    mail: UUID
    template: str
    language: str
    to: Personal[str]
    message_id: str


class MailBounced(Fact):
    """A mail could not be sent, and is not tried again."""

    company: CompanyId
    mail: UUID
    template: str
    cause: str


class MailChoiceKept(Fact):
    """From now on the company's contact gets none of these kinds of mail; `person` has chosen so."""

    company: CompanyId
    person: PersonId
    off: tuple[str, ...]
