"""The wall: facts heard become mails to be planned, and what became of the mails is told."""

from uuid import UUID

from chassis import Heard, derived_id
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.invoicing import v1 as invoicing
from contracts.notifications import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.values import Money, Personal
from contracts.wallet import v1 as wallet
from notifications import events
from notifications.commands import LearnContact, LearnReception, MailContact, MailStranger
from notifications.mail import Mail

# Heard: who is written to, and how they receive.


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> LearnContact:
    return LearnContact(
        company=fact.company,
        person=fact.person,
        company_name=fact.name,
        email=fact.contact_email,
        language=fact.language,
        at=heard.at,
    )


def on_reception_changed(fact: directory.ReceptionChanged, heard: Heard) -> LearnReception:
    return LearnReception(company=fact.company, method=fact.method, at=heard.at)


# Heard: what is written about.


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
    return _to_contact(fact.company, heard.id, "customer-enrolled", values, heard)


def on_enrolment_completed(fact: directory.EnrolmentCompleted, heard: Heard) -> MailContact:
    """The customer's receipt (S0-13)."""
    values = {"supplier_name": fact.supplier_name, "number": fact.customer_number}
    return _to_contact(fact.company, fact.invitation, "enrolment-receipt", values, heard)


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> MailContact:
    values = {"signed_by": fact.signed_by.reveal(), "signed_on": heard.at.date().isoformat()}
    return _to_contact(fact.company, fact.signing, "company-signed", values, heard)


def on_order_paid(fact: wallet.OrderPaid, heard: Heard) -> MailContact:
    """The receipt, to the administrative contact whoever paid (S1-16)."""
    values = {
        "order": str(fact.order),
        "quantity": str(fact.quantity),
        "net": _money(fact.net),
        "vat": _money(fact.vat),
        "total": _money(fact.total),
        "payment": fact.payment,
        "paid_on": heard.at.date().isoformat(),
    }
    return _to_contact(fact.company, fact.order, "order-receipt", values, heard)


def on_balance_low(fact: wallet.BalanceLow, heard: Heard) -> MailContact:
    return _to_contact(fact.company, heard.id, "credits-low", {"available": str(fact.available)}, heard)


def on_invoice_held(fact: invoicing.InvoiceHeld, heard: Heard) -> MailContact | None:
    """Only what the supplier can mend: other reasons pass by themselves, and are seen in the portal."""
    if "credit" not in fact.reason:
        return None
    return _to_contact(fact.company, heard.id, "invoices-held", {}, heard)


def on_invoice_undeliverable(fact: invoicing.InvoiceUndeliverable, heard: Heard) -> MailContact:
    values = {"invoice": str(fact.invoice), "repair": fact.repair}
    return _to_contact(fact.company, heard.id, "invoice-undeliverable", values, heard)


def on_document_received(fact: delivery.DocumentReceived, heard: Heard) -> MailContact:
    values = {
        "supplier_name": fact.supplier_name,
        "number": fact.number,
        "payable": _money(fact.payable),
        "due_date": fact.due_date.isoformat() if fact.due_date else "",
    }
    return _to_contact(fact.company, fact.document, "document-received", values, heard)


def _to_contact(company: UUID, matter: UUID, template: str, values: dict[str, str], heard: Heard) -> MailContact:
    return MailContact(
        company=company,
        mail=derived_id(matter, template),
        template=template,
        values=Personal(values),
        at=heard.at,
    )


def _money(money: Money) -> str:
    return f"{money.amount} {money.currency}"


# Told.


def tell_mail_sent(event: events.MailSent, mail: Mail) -> told.MailSent:
    return told.MailSent(
        company=event.company,
        mail=mail.id,
        template=mail.planned.template,
        language=mail.planned.language,
        to=mail.planned.recipient,
        message_id=event.message_id,
    )


def tell_mail_bounced(event: events.MailBounced, mail: Mail) -> told.MailBounced:
    return told.MailBounced(company=event.company, mail=mail.id, template=event.template, cause=event.cause)
