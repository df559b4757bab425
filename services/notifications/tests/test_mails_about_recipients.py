"""Stories of mails about recipients: the sender who asked is told the outcome."""

from typing import Any
from uuid import uuid4

import pytest
from notifications_stories import CONTACT, Office, text_of

from contracts.directory import v1 as directory
from contracts.values import Language


def registered(office: Office, **changes: Any) -> directory.RecipientRegistered:
    found = {
        "company": office.company,
        "request": uuid4(),
        "recipient": uuid4(),
        "name": "Sälj & Råd i Ö-vik AB",
        "country": "SE",
        "number": "5561234567",
        "operator": "Fjord Formidling",
        "behind_other_operator": True,
        "e_invoice_required": True,
    }
    return directory.RecipientRegistered.model_validate(found | changes)


@pytest.mark.req("S2-15")
@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("sv", "Sälj & Råd i Ö-vik AB är tillagd som mottagare"),
        ("da", "Sälj & Råd i Ö-vik AB er tilføjet som modtager"),
        ("nb", "Sälj & Råd i Ö-vik AB er lagt til som mottaker"),
        ("fi", "Sälj & Råd i Ö-vik AB on lisätty vastaanottajaksi"),
        ("en", "Sälj & Råd i Ö-vik AB has been added as a recipient"),
    ],
)
async def test_who_asked_is_told_that_the_recipient_is_there(language: Language, subject: str) -> None:
    office = Office()
    await office.register(language)
    fact = registered(office)
    await office.hear(fact, fact)
    assert (office.mail["To"], office.mail["Subject"]) == (CONTACT, subject)
    assert "Fjord Formidling" in text_of(office.mail) and "PDF" in text_of(office.mail)
    assert "5561234567" not in text_of(office.mail)


async def test_pdf_and_paper_are_spoken_of_only_where_they_are_refused() -> None:
    office = Office()
    await office.register()
    await office.hear(registered(office, e_invoice_required=False))
    assert "PDF" not in text_of(office.mail)


@pytest.mark.req("S2-06", "S2-15")
async def test_a_change_of_operator_names_both() -> None:
    office = Office()
    await office.register()
    fields = dict(registered(office)) | {"previous_operator": "Nordpost"}
    await office.hear(directory.RecipientUpdated(**fields))
    assert "Operatör: Fjord Formidling\nTidigare: Nordpost\n" in text_of(office.mail)


async def test_the_operators_refusal_is_mailed_with_its_reason_and_a_wrong_form_is_not() -> None:
    office = Office()
    await office.register()
    refusal = directory.RecipientRequestRefused(
        company=office.company,
        request=uuid4(),
        name="Ö-vik AB",
        decided=True,
        code="recipient-request.refused-by-operator",
        details={"reason": "Fjord känner inte mottagaren."},
    )
    wrong = refusal.model_copy(update={"request": uuid4(), "decided": False, "code": "recipient-request.name-missing"})
    await office.hear(wrong, refusal)
    assert "Skäl: Fjord känner inte mottagaren." in text_of(office.mail)
