"""Heard of trading partners: invitations, enrolments, and how a company receives."""

from chassis import Heard, derived_id
from contracts.directory import v1 as directory
from contracts.values import Personal
from notifications.boundary.contact import to_contact
from notifications.commands import LearnReception, MailContact, MailStranger


def on_reception_changed(fact: directory.ReceptionChanged, heard: Heard) -> LearnReception:
    return LearnReception(company=fact.company, method=fact.method, at=heard.at)


def on_invitation_issued(fact: directory.InvitationIssued, heard: Heard) -> MailStranger:
    """The customer number, the code, and a link that carries both (S0-02, S0-03)."""
    values = {
        "supplier_name": fact.supplier_name,
        "customer_name": fact.customer_name,
        "number": fact.customer_number,
        "code": fact.code.reveal(),
        "expires_on": fact.expires_on.isoformat(),
    }
    return MailStranger(
        company=fact.company,
        mail=derived_id(fact.invitation, "invitation"),
        template="invitation",
        values=Personal(values),
        recipient=fact.email,
        language=fact.language,
        at=heard.at,
    )


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> MailContact | None:
    """The supplier is told that its customer has enrolled (S0-12); the customer gets a receipt of its own."""
    if fact.side != "supplier":
        return None
    values = {"customer_name": fact.customer_name, "number": fact.customer_number}
    return to_contact(fact.company, heard.id, "customer-enrolled", values, heard)


def on_enrolment_completed(fact: directory.EnrolmentCompleted, heard: Heard) -> MailContact:
    """The customer's receipt (S0-13)."""
    values = {"supplier_name": fact.supplier_name, "number": fact.customer_number}
    return to_contact(fact.company, fact.invitation, "enrolment-receipt", values, heard)
