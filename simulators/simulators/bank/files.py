"""The files that the simulated bank makes: camt.053, camt.054 and BGMax."""

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from simulators.bank.ledger import Payment

RECORD_LENGTH = 80
ROOTS = {"camt.053": ("BkToCstmrStmt", "Stmt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}


def camt(kind: str, account: str, payments: Sequence[Payment], opening: Decimal) -> bytes:
    """A camt.053.001.08 statement with balances, or a camt.054.001.08 notification without."""
    root, part = ROOTS[kind]
    number = f"{account[-8:]}-{payments[0].serial if payments else 0}-{payments[-1].serial if payments else 0}"
    closing = opening + sum((one.signed for one in payments), Decimal(0))
    currency = payments[0].currency if payments else "SEK"
    balances = ""
    if kind == "camt.053":
        balances = _balance("OPBD", opening, currency) + _balance("CLBD", closing, currency)
    entries = "".join(_entry(one) for one in payments)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}.001.08"><{root}>'
        f"<GrpHdr><MsgId>{number}</MsgId></GrpHdr>"
        f"<{part}><Id>{number}</Id><Acct><Id>{_account(account)}</Id></Acct>{balances}{entries}</{part}>"
        f"</{root}></Document>\n"
    ).encode()


def _account(account: str) -> str:
    return f"<IBAN>{account}</IBAN>" if account[:2].isalpha() else f"<Othr><Id>{account}</Id></Othr>"


def _balance(code: str, amount: Decimal, currency: str) -> str:
    direction = "CRDT" if amount >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{abs(amount):.2f}</Amt><CdtDbtInd>{direction}</CdtDbtInd></Bal>'
    )


def _entry(payment: Payment) -> str:
    taken_back = payment.reverses is not None
    structured = f"<Strd><CdtrRefInf><Ref>{escape(payment.reference)}</Ref></CdtrRefInf></Strd>"
    remittance = structured if payment.reference else f"<Ustrd>{escape(payment.text)}</Ustrd>"
    amount = f'<Amt Ccy="{payment.currency}">{payment.amount:.2f}</Amt>'
    direction = f"<CdtDbtInd>{'DBIT' if taken_back else 'CRDT'}</CdtDbtInd>"
    return (
        f"<Ntry><NtryRef>{payment.serial}</NtryRef>{amount}{direction}"
        f"{'<RvslInd>true</RvslInd>' if taken_back else ''}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{payment.booked_on}</Dt></BookgDt>"
        f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>SIM{payment.serial:09d}</AcctSvcrRef></Refs>{amount}{direction}"
        f"<RltdPties><Dbtr><Pty><Nm>{escape(payment.payer)}</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf>{remittance}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def bgmax(account: str, payments: Sequence[Payment]) -> bytes:
    """A BGMax file with one deposit. Raises ValueError unless the account is a Bankgiro number."""
    digits = account.replace("-", "")
    if not digits.isdigit() or len(digits) > 8:
        raise ValueError("BGMax tells of Bankgiro accounts only")
    stamp = f"{payments[0].booked_on:%Y%m%d}" if payments else "00000000"
    lines = [f"{'01BGMAX':<22}01{stamp + '120000000000':<20}P"]
    if payments:
        lines.append(f"05{digits:0>10}{'':<10}{payments[0].currency}")
        for one in payments:
            lines += _records(one)
        total = sum((one.signed for one in payments), Decimal(0))
        lines.append(
            f"15{'':<35}{stamp}{payments[0].serial % 100_000:05d}{int(total * 100):018d}{payments[0].currency}"
            f"{len(payments):08d}1"
        )
    back = sum(one.reverses is not None for one in payments)
    lines.append(f"70{len(payments) - back:08d}{back:08d}{0:08d}{int(bool(payments)):08d}")
    return "\r\n".join(line.ljust(RECORD_LENGTH) for line in lines).encode("iso-8859-1", "replace")


def _records(payment: Payment) -> list[str]:
    record = "20" if payment.reverses is None else "21"
    lines = [f"{record}{'0' * 10}{payment.reference:<25.25}{int(payment.amount * 100):018d}20{payment.serial:012d}0"]
    if payment.text:
        lines.append(f"25{payment.text:<50.50}")
    if payment.payer:
        lines.append(f"26{payment.payer:<35.35}")
    return lines
