"""What the portal finds out about its own help."""

from contracts.fact import Fact
from contracts.values import CompanyId, Language, Personal, PersonId


class ArticleChanged(Fact):
    """An article of the help that `person` follows reads otherwise than they were told of last.

    Nobody did it, so nobody waits for an answer. A person follows in their own name: `company` is their own id.
    `digest` is that of the text, and `leave` what the link carries by which they hear no more of it.
    """

    company: CompanyId
    person: PersonId
    article: str
    title: str
    digest: str
    email: Personal[str]
    language: Language
    leave: Personal[str]
