"""Stories of mails about the help: who follows an article hears that it reads otherwise, and how to hear no more."""

from uuid import uuid4

import pytest
from notifications_stories import Office, text_of

from contracts.portal import v1 as portal
from contracts.values import CompanyId, Language, Personal, PersonId

FOLLOWER = "karin@exempel.test"


@pytest.mark.req("S2-33")
@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("sv", "Ändrad hjälp: Från papper till e-faktura"),
        ("da", "Ændret hjælp: Från papper till e-faktura"),
        ("nb", "Endret hjelp: Från papper till e-faktura"),
        ("fi", "Ohje on muuttunut: Från papper till e-faktura"),
        ("en", "Changed help: Från papper till e-faktura"),
    ],
)
async def test_who_follows_an_article_is_told_that_it_changed(language: Language, subject: str) -> None:
    office, person = Office(), uuid4()
    fact = portal.ArticleChanged(
        company=CompanyId(person),
        person=PersonId(person),
        article="paper",
        title="Från papper till e-faktura",
        digest="1",
        email=Personal(FOLLOWER),
        language=language,
        leave=Personal("a1b2"),
    )
    await office.hear(fact, fact)
    assert (office.mail["To"], office.mail["Subject"]) == (FOLLOWER, subject)
    await office.hear(fact.model_copy(update={"digest": "2"}))
    assert len(office.server.taken) == 2, "another text is another mail"
    assert "https://stafett.test/help/articles/paper?leave=a1b2" in text_of(office.server.taken[-1])
