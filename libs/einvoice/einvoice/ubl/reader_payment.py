"""Reads how an invoice is to be paid from UBL: account, card, or direct debit."""

from datetime import date

from einvoice.model import PaymentMeans
from einvoice.ubl.reader_node import Node


def read_payment_means(document: Node, *, credit_note: bool) -> tuple[tuple[PaymentMeans, ...], date | None]:
    """BG-16, and the due date, which a credit note keeps here (BT-9); in an invoice a date here is unknown."""
    ways = []
    due_date: date | None = None
    for node in document.all("cac:PaymentMeans"):
        ways.append(_way(node))
        if credit_note and due_date is None:
            due_date = node.day("cbc:PaymentDueDate")
    return tuple(ways), due_date


def _way(node: Node) -> PaymentMeans:
    code, told = node.coded("cbc:PaymentMeansCode", "name")
    if code is None:
        raise node.missing("cbc:PaymentMeansCode", "BT-81")
    card, account = node.one("cac:CardAccount"), node.one("cac:PayeeFinancialAccount")
    mandate = node.one("cac:PaymentMandate")
    return PaymentMeans(
        code=code,
        text=told,
        payment_id=node.text("cbc:PaymentID"),
        account=account.text("cbc:ID") if account else None,
        account_name=account.text("cbc:Name") if account else None,
        branch=account.inside("cac:FinancialInstitutionBranch/cbc:ID") if account else None,
        card_number=card.text("cbc:PrimaryAccountNumberID") if card else None,
        card_network=card.text("cbc:NetworkID") if card else None,
        card_holder=card.text("cbc:HolderName") if card else None,
        mandate=mandate.text("cbc:ID") if mandate else None,
        debited_account=mandate.inside("cac:PayerFinancialAccount/cbc:ID") if mandate else None,
    )
