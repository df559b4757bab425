"""For each kind of thing: the facts by which its owner tells its state, and where the portal shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

Body = Mapping[str, Any]
Key = tuple[str, ...]
Says = str | None | Callable[[str | None, Body], str | None]
"""The state after a fact: a word, nothing (None), or what a function makes of the state before."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One kind of thing. `key` are the fields of a fact that say which one; `shown` selects the key, then what holds.

    `says` are the facts that change it, as `service.fact`: those of one service in the order of their telling, and one
    service after another.
    """

    name: str
    key: tuple[str, ...]
    says: Mapping[str, Says]
    shown: str
    key_of: Mapping[str, Callable[[Body], Key]] = field(default_factory=dict)
    """The functions for facts that name the thing otherwise than by `key`."""
    same: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Other states that may be shown while the owner says this one."""


def if_known(says: Says) -> Says:
    """Keeps the state empty for something that was never begun, since nothing is shown of it."""

    def after(before: str | None, body: Body) -> str | None:
        return None if before is None else says(before, body) if callable(says) else says

    return after


def of(name: str) -> Says:
    """Takes the state from a field of the fact."""
    return lambda _, body: str(body[name])


def once(word: str) -> Says:
    """Keeps the state as it was."""
    return lambda before, _: before or word


SENT: Final = ("issued", "handed-over", "delivered")
"""The order of an invoice's states; its receiver may have opened it before it was mailed."""


def _sent(word: str) -> Says:
    later = SENT[SENT.index(word) :]
    return if_known(lambda before, _: before if before in later else word)


def _not_sent(word: str) -> Says:
    return if_known(lambda before, _: before if before in (*SENT, "undeliverable") else word)


def _moved(available: int, reserved: int, used: int) -> Says:
    """The account after a movement: the available credits as the wallet tells them, the others as a sum."""

    def after(before: str | None, body: Body) -> str:
        _, was_reserved, was_used = (int(word) for word in (before or "0 0 0").split())
        return f"{body['available']} {was_reserved + reserved} {was_used + used}"

    return after


def _account(body: Body) -> Key:
    return str(body["company"]), str(body.get("account") or body["company"]), str(body["klip"])


def _amount(name: str) -> Says:
    return lambda _, body: plain(Decimal(body[name]["amount"]))


def plain(value: Any) -> str:
    """Writes a shown value as text, amounts without trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _invited(body: Body) -> Key:
    return (str(body.get("invitation") or ""),)


TRUTHS: Final = (
    Truth(
        "invoices",
        ("invoice",),
        {
            "portal.invoice_draft_saved": "draft",
            "invoicing.invoice_drafted": if_known(lambda before, _: "draft" if before == "refused" else before),
            "invoicing.invoice_reopened": _not_sent("draft"),
            "invoicing.invoice_ready": _not_sent("ready"),
            "invoicing.invoice_held": _not_sent("held"),
            "invoicing.invoice_refused": _not_sent("refused"),
            "invoicing.invoice_issued": _sent("issued"),
            "invoicing.invoice_handed_over": _sent("handed-over"),
            "invoicing.invoice_delivered": _sent("delivered"),
            "invoicing.invoice_undeliverable": if_known("undeliverable"),
        },
        "SELECT id, status FROM invoices",
        same={"ready": frozenset({"submitted", "held"})},
    ),
    Truth(
        "numbers of invoices",
        ("invoice",),
        {"portal.invoice_draft_saved": "", "invoicing.invoice_issued": if_known(of("number"))},
        "SELECT id, coalesce(number, '') FROM invoices",
    ),
    Truth(
        "inboxes",
        ("document",),
        {"delivery.document_received": "received", "delivery.document_downloaded": if_known("opened")},
        "SELECT document, CASE WHEN opened_at IS NULL THEN 'received' ELSE 'opened' END FROM inbox",
        key_of={"delivery.document_downloaded": lambda body: (str(body["invoice"]),)},
    ),
    Truth(
        "credits (available, reserved, used)",
        ("company", "account", "klip"),
        {
            "wallet.credits_granted": _moved(0, 0, 0),
            "wallet.credit_reserved": _moved(0, 1, 0),
            "wallet.credit_captured": _moved(0, -1, 1),
            "wallet.credit_released": _moved(0, -1, 0),
            "wallet.credits_taken_back": _moved(0, 0, 0),
            "wallet.credits_given_back": _moved(0, 0, 0),
            "wallet.credits_adjusted": _moved(0, 0, 0),
        },
        "SELECT company, account, klip, concat_ws(' ', available, reserved, used) FROM credits",
        key_of=dict.fromkeys(
            ("wallet.credits_granted", "wallet.credit_reserved", "wallet.credit_captured", "wallet.credit_released",
             "wallet.credits_taken_back", "wallet.credits_given_back", "wallet.credits_adjusted"),
            _account,
        ),
    ),
    Truth(
        "orders",
        ("order",),
        {
            "portal.order_placed": "placed",
            "wallet.order_accepted": "accepted",
            "wallet.transfer_awaited": "awaiting-payment",
            "wallet.payment_requested": "awaiting-payment",
            "wallet.order_paid": "paid",
            "wallet.order_cancelled": lambda _, body: "expired" if body.get("expired") else "cancelled",
            "wallet.order_refused": if_known("refused"),
            "wallet.payment_charged_back": if_known(
                lambda before, body: "charged-back" if body.get("whole", True) else before
            ),
        },
        "SELECT id, status FROM orders",
    ),
    Truth(
        "money paid in for orders",
        ("order",),
        {"wallet.transfer_awaited": "0", "wallet.transfer_received": _amount("received")},
        "SELECT order_id, received FROM transfers",
    ),
    Truth(
        "companies",
        ("company",),
        {"onboarding.company_registered": once("registered"), "onboarding.company_signed": if_known("signed")},
        "SELECT id, CASE WHEN signed_at IS NULL THEN 'registered' ELSE 'signed' END FROM companies",
    ),
    Truth(
        "members",
        ("company", "person"),
        {
            "onboarding.company_registered": "owner",
            "onboarding.member_joined": of("role"),
            "onboarding.member_role_changed": of("role"),
            "onboarding.member_left": None,
        },
        "SELECT company, person, role FROM members",
    ),
    Truth(
        "bank accounts",
        ("account",),
        {"onboarding.bank_account_confirmed": "kept", "onboarding.bank_account_removed": None},
        "SELECT id, 'kept' FROM bank_accounts",
    ),
    Truth(
        "signings",
        ("signing",),
        {
            "onboarding.signing_started": once("started"),
            "onboarding.signing_failed": "failed",
            "onboarding.company_signed": "signed",
        },
        "SELECT id, status FROM signings",
    ),
    Truth(
        "invitations",
        ("invitation",),
        {
            "directory.invitation_issued": once("invited"),
            "directory.supplier_invitation_issued": once("invited"),
            "directory.enrolment_completed": if_known("enrolled"),
            "directory.connection_established": if_known("enrolled"),
            "directory.invitation_withdrawn": if_known("withdrawn"),
            "directory.invitation_expired": if_known("expired"),
            "directory.connection_declined": if_known("declined"),
        },
        "SELECT id, status FROM invitations",
        key_of={"directory.connection_established": _invited},
    ),
    Truth(
        "connections",
        ("supplier", "customer"),
        {"directory.connection_established": "connected", "directory.connection_ended": None},
        "SELECT supplier, customer, 'connected' FROM connections",
    ),
    Truth(
        "partners",
        ("company", "supplier", "customer"),
        {"directory.connection_established": "connected", "directory.connection_ended": if_known("ended")},
        """SELECT company, CASE role WHEN 'supplier' THEN partner ELSE company END,
             CASE role WHEN 'customer' THEN partner ELSE company END, status
           FROM partners WHERE status IN ('connected', 'ended')""",
    ),
    Truth(
        "ways of reception",
        ("company", "document_type"),
        {"directory.reception_changed": of("method")},
        "SELECT company, document_type, method FROM receptions",
    ),
    Truth(
        "samples",
        ("sample",),
        {
            "directory.sample_document_ordered": "ordered",
            "delivery.sample_document_sent": "sent",
            "delivery.sample_document_failed": "failed",
        },
        "SELECT id, status FROM samples",
    ),
    Truth(
        "requests for recipients",
        ("request",),
        {
            "directory.recipient_request_received": once("requested"),
            "directory.recipient_request_taken": if_known("in-progress"),
            "directory.recipient_registered": if_known("registered"),
            "directory.recipient_updated": if_known("updated"),
            "directory.recipient_request_refused": if_known(
                lambda before, body: "refused" if body.get("decided") else before
            ),
        },
        "SELECT id, status FROM recipient_requests",
    ),
    Truth(
        "customer registers",
        ("upload",),
        {
            "directory.customer_register_import_begun": once("running"),
            "directory.customer_register_imported": if_known("done"),
        },
        "SELECT id, status FROM customer_imports",
    ),
    Truth(
        "support cases",
        ("case",),
        {
            "support.case_opened": once("open"),
            "support.case_answered": if_known("open"),
            "support.case_closed": if_known("closed"),
            "support.case_reopened": if_known("open"),
        },
        "SELECT id, status FROM cases",
    ),
    Truth(
        "plans",
        ("company",),
        {"wallet.plan_changed": of("plan")},
        "SELECT company, plan FROM plans WHERE since IS NOT NULL",
    ),
    Truth(
        "top-ups",
        ("account", "klip"),
        {"wallet.top_up_agreed": of("level"), "wallet.top_up_ended": None},
        "SELECT account, klip, level FROM top_ups",
    ),
)  # fmt: skip
