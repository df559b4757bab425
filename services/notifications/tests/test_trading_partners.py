"""Mails about trading partners: invitations both ways, reminders, requests, approvals and ends."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from notifications_stories import CONTACT, Office, invitation, received, text_of

from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.notifications import v1 as told
from contracts.values import Personal

TODAY = date(2027, 1, 20)


def to_supplier(office: Office, **changes: Any) -> directory.SupplierInvitationIssued:
    whole: dict[str, Any] = {
        "company": office.company,
        "invitation": uuid4(),
        "customer_name": "Infrabana Norge AS",
        "supplier_number": "",
        "supplier_name": "Rälsverket AB",
        "email": Personal("anna@raelsverket.test"),
        "given_name": Personal("Anna"),
        "family_name": Personal("Berg"),
        "code": Personal("7KQ4M2XD23"),
        "language": "sv",
        "expires_on": TODAY,
    }
    return directory.SupplierInvitationIssued(**(whole | changes))


def trade(kind: Any, office: Office, side: str, **more: Any) -> Any:
    """Makes a fact that is told to both sides."""
    whole = {
        "company": office.company,
        "side": side,
        "supplier": uuid4(),
        "supplier_name": "Rälsverket AB",
        "customer": uuid4(),
        "customer_name": "Infrabana AB",
        "customer_number": "K-7",
    }
    return kind.model_validate(whole | more)


@pytest.mark.req("S3-75")
async def test_a_buyers_invitation_greets_its_supplier_and_carries_the_code_in_its_link() -> None:
    office = Office()
    (sent,) = await office.hear(to_supplier(office))
    assert isinstance(sent, told.MailSent) and sent.template == "supplier-invitation"
    assert office.mail["To"] == "anna@raelsverket.test"
    assert office.mail["Subject"] == "Infrabana Norge AS bjuder in er att skicka e-fakturor"
    text = text_of(office.mail)
    assert "Till Anna." in text and "/enrol?number=&code=7KQ4M2XD23" in text
    assert "leverantörsnummer" not in text, "what the buyer did not give is no row"


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "bjuder in er"), ("da", "inviterer jer"), ("nb", "inviterer dere"), ("fi", "kutsuu"), ("en", "invites")],
)
async def test_an_invitation_speaks_the_language_that_the_inviter_chose(language: str, words: str) -> None:
    office = Office()
    (sent,) = await office.hear(to_supplier(office, language=language))
    assert isinstance(sent, told.MailSent) and sent.language == language
    assert words in office.mail["Subject"]


@pytest.mark.parametrize(("direction", "template"), [("to-customer", ""), ("to-supplier", "supplier-")])
async def test_each_reminder_is_a_mail_of_its_own_and_told_twice_it_is_one(direction: str, template: str) -> None:
    office = Office()
    issued = invitation(office.company)
    await office.hear(issued)
    first = directory.InvitationReminded.model_validate(
        issued.model_dump()
        | {"direction": direction, "inviter_name": "A AB", "invited_name": "B AB"}
        | {"number": "K-100", "reminder": 1}
    )
    second = first.model_copy(update={"reminder": 2})
    sent = await office.hear(first, first, second)
    assert [mail.template for mail in sent if isinstance(mail, told.MailSent)] == [f"{template}invitation-reminder"] * 2
    assert len(office.server.taken) == 3
    assert all("code=7KQ4-M2XD" in text_of(mail) for mail in office.server.taken)


async def test_a_request_is_mailed_to_the_member_and_what_was_opened_by_code_is_not(office: Office) -> None:
    asked = directory.InvitationReceived(
        company=office.company,
        invitation=uuid4(),
        direction="request",
        inviter=uuid4(),
        inviter_name="Rälsverket AB",
        number="",
        expires_on=TODAY,
    )
    assert await office.hear(asked.model_copy(update={"invitation": uuid4(), "direction": "to-supplier"})) == []
    assert await office.hear(asked.model_copy(update={"invitation": uuid4(), "opened": True})) == []
    await office.hear(asked)
    assert (office.mail["To"], office.mail["Subject"]) == (CONTACT, "Rälsverket AB vill skicka fakturor till er")


CASES = [
    (directory.ConnectionEstablished, "supplier", {"direction": "to-supplier"}, "connection-receipt"),
    (directory.ConnectionEstablished, "supplier", {"direction": "request"}, "customer-enrolled"),
    (directory.ConnectionEstablished, "customer", {"direction": "to-supplier"}, "supplier-connected"),
    (directory.ConnectionEstablished, "customer", {"approval": "awaiting"}, "supplier-awaits-approval"),
    (directory.ConnectionEstablished, "customer", {}, ""),
    (directory.ConnectionEnded, "supplier", {"ended_by": "customer", "reason": "byter"}, "connection-ended"),
    (directory.ConnectionEnded, "supplier", {"ended_by": "supplier"}, ""),
    (directory.ConnectionEnded, "customer", {"ended_by": "supplier"}, "connection-ended"),
    (directory.SupplierApprovalChanged, "supplier", {"state": "approved"}, "supplier-approved"),
    (directory.SupplierApprovalChanged, "supplier", {"state": "refused", "reason": "fel"}, "supplier-refused"),
    (directory.SupplierApprovalChanged, "customer", {"state": "approved"}, ""),
]


@pytest.mark.req("S0-12", "S0-13")
@pytest.mark.parametrize(("kind", "side", "more", "template"), CASES)
async def test_who_needs_to_know_is_told_and_nobody_else(
    office: Office, kind: Any, side: str, more: dict[str, str], template: str
) -> None:
    sent = await office.hear(trade(kind, office, side, **more))
    assert [mail.template for mail in sent if isinstance(mail, told.MailSent)] == ([template] if template else [])
    if "reason" in more:
        assert more["reason"] in text_of(office.mail)


async def test_who_declined_knows_it_and_who_invited_is_told(office: Office) -> None:
    fact = directory.ConnectionDeclined(
        company=office.company, invitation=uuid4(), side="invited", partner_name="Rälsverket AB"
    )
    assert await office.hear(fact) == []
    await office.hear(fact.model_copy(update={"side": "inviter", "reason": "vi köper inte av er"}))
    assert "Rälsverket AB har avböjt" in office.mail["Subject"] and "vi köper inte av er" in text_of(office.mail)


async def test_only_how_invoices_come_decides_whether_they_are_announced(office: Office) -> None:
    def chosen(document_type: str, method: str) -> directory_v2.ReceptionChanged:
        return directory_v2.ReceptionChanged.model_validate(
            {
                "company": office.company,
                "document_type": document_type,
                "method": method,
                "format": "pdf",
                "decided_by": "person",
            }
        )

    await office.hear(chosen("invoice", "inbox"), chosen("account-statement", "email"))
    await office.hear(received(office.company))
    assert len(office.server.taken) == 1
    await office.hear(chosen("invoice", "email"), received(office.company))
    assert len(office.server.taken) == 1
