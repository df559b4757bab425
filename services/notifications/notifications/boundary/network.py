"""Translates facts about trading partners: invitations, connections, approval, and how a company receives."""

from chassis import Heard, derived_id
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.values import Language, Personal
from notifications.boundary.contact import to_contact
from notifications.commands import LearnReception, MailContact, MailStranger


def on_reception_changed(
    fact: directory.ReceptionChanged | directory_v2.ReceptionChanged, heard: Heard
) -> LearnReception | None:
    """Notes how a company receives, which decides whether it needs notices; an unknown way counts as mail."""
    if fact.document_type != "invoice":
        return None
    return LearnReception(company=fact.company, method="inbox" if fact.method == "inbox" else "email", at=heard.at)


# Mails to people who are not members yet.


def on_invitation_issued(fact: directory.InvitationIssued, heard: Heard) -> MailStranger:
    """Mails the customer number, the code, and a link with both (S0-02, S0-03)."""
    values = {
        "supplier_name": fact.supplier_name,
        "customer_name": fact.customer_name,
        "number": fact.customer_number,
        "code": fact.code.reveal(),
        "expires_on": fact.expires_on.isoformat(),
    }
    return _to_stranger(fact, "invitation", values, heard)


def on_supplier_invitation_issued(fact: directory.SupplierInvitationIssued, heard: Heard) -> MailStranger:
    """Mails a supplier that a buyer invites it (S3-75)."""
    values = {
        "customer_name": fact.customer_name,
        "supplier_name": fact.supplier_name,
        "given_name": fact.given_name.reveal(),
        "number": fact.supplier_number,
        "code": fact.code.reveal(),
        "expires_on": fact.expires_on.isoformat(),
    }
    return _to_stranger(fact, "supplier-invitation", values, heard)


def on_invitation_reminded(fact: directory.InvitationReminded, heard: Heard) -> MailStranger:
    """Mails the same link again."""
    to_supplier = fact.direction == "to-supplier"
    values = {
        "customer_name": fact.inviter_name if to_supplier else fact.invited_name,
        "supplier_name": fact.invited_name if to_supplier else fact.inviter_name,
        "number": fact.number,
        "code": fact.code.reveal(),
        "expires_on": fact.expires_on.isoformat(),
    }
    template = "supplier-invitation-reminder" if to_supplier else "invitation-reminder"
    return _to_stranger(fact, template, values, heard, f"/{fact.reminder}")


def _to_stranger(
    fact: directory.InvitationIssued | directory.SupplierInvitationIssued | directory.InvitationReminded,
    template: str,
    values: dict[str, str],
    heard: Heard,
    again: str = "",
) -> MailStranger:
    language: Language = fact.language
    return MailStranger(
        company=fact.company,
        mail=derived_id(fact.invitation, f"{template}{again}"),
        template=template,
        values=Personal(values),
        recipient=fact.email,
        language=language,
        at=heard.at,
    )


# Mails to the contacts of members.


def on_invitation_received(fact: directory.InvitationReceived, heard: Heard) -> MailContact | None:
    """Mails only a request: the others have their own mail, and whoever opened one by its code knows of it."""
    if fact.direction != "request" or fact.opened:
        return None
    values = {"inviter_name": fact.inviter_name, "expires_on": fact.expires_on.isoformat()}
    return to_contact(fact.company, fact.invitation, "connection-requested", values, heard)


def on_enrolment_completed(fact: directory.EnrolmentCompleted, heard: Heard) -> MailContact:
    """Mails the customer its receipt (S0-13)."""
    values = {"supplier_name": fact.supplier_name, "number": fact.customer_number}
    return to_contact(fact.company, fact.invitation, "enrolment-receipt", values, heard)


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> MailContact | None:
    """Mails the inviter that the other has answered (S0-12), and a receipt to a supplier that answered."""
    if fact.side == "supplier":
        template = "connection-receipt" if fact.direction == "to-supplier" else "customer-enrolled"
        values = {"customer_name": fact.customer_name, "number": fact.customer_number}
        return to_contact(fact.company, heard.id, template, values, heard)
    if fact.direction == "to-supplier":
        return to_contact(fact.company, heard.id, "supplier-connected", {"supplier_name": fact.supplier_name}, heard)
    if fact.approval == "awaiting":
        values = {"supplier_name": fact.supplier_name}
        return to_contact(fact.company, heard.id, "supplier-awaits-approval", values, heard)
    return None


def on_connection_declined(fact: directory.ConnectionDeclined, heard: Heard) -> MailContact | None:
    if fact.side != "inviter":
        return None
    values = {"partner_name": fact.partner_name, "reason": fact.reason}
    return to_contact(fact.company, fact.invitation, "connection-declined", values, heard)


def on_connection_ended(fact: directory.ConnectionEnded, heard: Heard) -> MailContact | None:
    """Mails the side that did not end the connection."""
    if fact.side == fact.ended_by:
        return None
    partner = fact.customer_name if fact.side == "supplier" else fact.supplier_name
    return to_contact(
        fact.company, heard.id, "connection-ended", {"partner_name": partner, "reason": fact.reason}, heard
    )


def on_supplier_approval_changed(fact: directory.SupplierApprovalChanged, heard: Heard) -> MailContact | None:
    if fact.side != "supplier" or fact.state not in ("approved", "refused"):
        return None
    values = {"customer_name": fact.customer_name, "reason": fact.reason}
    return to_contact(fact.company, heard.id, f"supplier-{fact.state}", values, heard)
