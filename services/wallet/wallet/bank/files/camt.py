"""ISO 20022 camt.053 (statement) and camt.054 (notification), versions 02 to 13: entries booked on an account.

Elements are found by their local names, because the versions differ in namespace only where we read. Sources: ISO
20022 message definitions BankToCustomerStatement and BankToCustomerDebitCreditNotification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from contracts.text import tidied
from contracts.values import Money
from wallet.bank.files.entry import BankEntry, Source, Statement, keyed
from wallet.bank.files.unusable import Unusable

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[34])\.001\.\d\d")
BOOKED = "BOOK"
STATEMENT = "camt.053"
ENTRIES_MAX = 50_000
TEXT_CHARACTERS_MAX = 500


def read_camt(content: bytes) -> tuple[Statement, ...]:
    """Raises Unusable when it is no camt file, is broken, or does not add up."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise Unusable("bank-file.broken", where=f"line {error.lineno}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unusable("bank-file.broken", where="DOCTYPE")
    format_ = NAMESPACE.match(etree.QName(root).namespace or "")
    if format_ is None:
        raise Unusable("bank-file.unknown-format", formats="camt.053, camt.054, BGMax")
    found = list(root.iter("{*}Stmt", "{*}Ntfctn"))
    if not found:
        raise Unusable("bank-file.broken", where="Stmt")
    message = next((_text(header, "MsgId") for header in root.iter("{*}GrpHdr")), "")
    return tuple(_statement(format_[1], message, node) for node in found)


def _statement(format_: str, message: str, node: etree._Element) -> Statement:
    number = _text(node, "Id")
    account = _text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")
    if not account:
        raise Unusable("bank-file.broken", where=f"Stmt {number}: Acct/Id")
    entries = _all(node, "Ntry")
    if len(entries) > ENTRIES_MAX:
        raise Unusable("bank-file.too-many-entries", count=len(entries), count_max=ENTRIES_MAX)
    _check_sum(node, number, entries)
    read = [one for entry in entries for one in _payments(account, entry)]
    return Statement(
        format=format_,
        number=number,
        account=account,
        entries=tuple(keyed(read)),
        source=_source(format_, number, node),
        made=" ".join((message, _text(node, "ElctrncSeqNb"), _text(node, "CreDtTm"))),
    )


def _source(format_: str, number: str, node: etree._Element) -> Source:
    balances = _balances(node)
    return Source(
        name=f"{format_}|{number}",
        whole=format_ == STATEMENT,
        starts=_text(node, "FrToDt/FrDtTm"),
        ends=_text(node, "FrToDt/ToDtTm"),
        opening="" if balances is None else f"{balances[0]:.2f}",
        closing="" if balances is None else f"{balances[1]:.2f}",
        copy=bool(_text(node, "CpyDplctInd")),
    )


def _balances(node: etree._Element) -> tuple[Decimal, Decimal] | None:
    """Opening and closing, where the bank states both."""
    found = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in _all(node, "Bal")}
    opening, closing = found.get("OPBD", found.get("PRCD")), found.get("CLBD")
    return None if opening is None or closing is None else (_signed(opening), _signed(closing))


def _payments(account: str, entry: etree._Element) -> Iterator[tuple[str, BankEntry]]:
    """The transactions of an entry: a bank may book many payments as one sum."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != BOOKED:
        return  # pending and information only: the booked entry comes in a later file
    details = _all(entry, "NtryDtls/TxDtls")
    whole = _amount(entry, "Amt")
    single = len(details) <= 1
    total = Decimal(0)
    for detail in details or [entry]:
        amount = whole if single else _amount_of(detail)
        total += amount.amount
        yield _payment(account, entry, detail, amount)
    if total != whole.amount:
        raise Unusable("bank-file.sums-differ", where=_text(entry, "NtryRef") or "Ntry", sum=total, stated=whole.amount)


def _payment(account: str, entry: etree._Element, detail: etree._Element, amount: Money) -> tuple[str, BankEntry]:
    direction = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    if direction not in ("CRDT", "DBIT"):
        raise Unusable("bank-file.broken", where="CdtDbtInd")
    sign = 1 if direction == "CRDT" else -1
    text = tidied(" ".join(node.text or "" for node in _all(detail, "RmtInf/Ustrd")), lines=True)
    payer = _text(detail, "RltdPties/Dbtr/Nm") or _text(detail, "RltdPties/Dbtr/Pty/Nm")
    references = ("Refs/AcctSvcrRef", "Refs/TxId")
    own = next((found for path in references if (found := _text(detail, path))), "") if detail is not entry else ""
    return own or _text(entry, "AcctSvcrRef"), BankEntry(
        key="",
        account=account,
        amount=Money(sign * amount.amount, amount.currency),
        reference=_text(detail, "RmtInf/Strd/CdtrRefInf/Ref").replace(" ", ""),
        text=text[:TEXT_CHARACTERS_MAX],
        payer=payer[:TEXT_CHARACTERS_MAX],
        booked_on=_day(entry),
        reversal=_text(entry, "RvslInd") in ("true", "1"),
    )


def _check_sum(node: etree._Element, number: str, entries: list[etree._Element]) -> None:
    """Opening balance, entries and closing balance must agree, where the bank states both (camt.053)."""
    balances = _balances(node)
    if balances is None:
        return
    opening, closing = balances
    booked = [one for one in entries if (_text(one, "Sts/Cd") or _text(one, "Sts") or BOOKED) == BOOKED]
    total = opening + sum((_signed(one) for one in booked), Decimal(0))
    if total != closing:
        raise Unusable("bank-file.sums-differ", where=number, sum=total, stated=closing)


def _signed(node: etree._Element) -> Decimal:
    amount = _amount(node, "Amt").amount
    return amount if _text(node, "CdtDbtInd") == "CRDT" else -amount


def _amount_of(detail: etree._Element) -> Money:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if _all(detail, path):
            return _amount(detail, path)
    raise Unusable("bank-file.broken", where="TxDtls: Amt")


def _amount(node: etree._Element, path: str) -> Money:
    found = _all(node, path)
    text = (found[0].text or "").strip() if found else ""
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Unusable("bank-file.broken", where=f"{path}: {text[:30]}") from error
    if not amount.is_finite() or amount < 0:
        raise Unusable("bank-file.broken", where=f"{path}: {text[:30]}")
    return Money(amount, found[0].get("Ccy") or "")


def _day(entry: etree._Element) -> date:
    text = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm") or _text(entry, "ValDt/Dt")
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise Unusable("bank-file.broken", where=f"BookgDt: {text[:30]}") from error


def _all(node: etree._Element, path: str) -> list[etree._Element]:
    found = [node]
    for name in path.split("/"):
        found = [child for one in found for child in one.iterchildren(f"{{*}}{name}")]
    return found


def _text(node: etree._Element, path: str) -> str:
    found = _all(node, path)
    return tidied((found[0].text or "").strip(), lines=True) if found else ""
