"""Bank files as banks make them, for stories: camt.053, camt.054 and BGMax."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

ACCOUNT = "SE4550000000058398257466"
PAYER = "Norrsken Bygg & Spår AB"


def camt_entry(
    amount: str,
    reference: str,
    *,
    direction: str = "CRDT",
    status: str = "BOOK",
    reversal: bool = False,
    bank_reference: str = "",
    parts: Sequence[str] = (),
    day: str = "2026-11-20",
) -> str:
    """One Ntry; `parts` are the payments that the bank booked as one sum."""
    details = "".join(_details(part, reference, bank_reference) for part in parts or [amount])
    return f"""<Ntry><Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>
      {"<RvslInd>true</RvslInd>" if reversal else ""}<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>
      <NtryDtls>{details}</NtryDtls></Ntry>"""


def _details(amount: str, reference: str, bank_reference: str) -> str:
    own = f"<Refs><AcctSvcrRef>{bank_reference}</AcctSvcrRef></Refs>" if bank_reference else ""
    return f"""<TxDtls>{own}<Amt Ccy="SEK">{amount}</Amt><RltdPties><Dbtr><Nm>{escape(PAYER)}</Nm></Dbtr></RltdPties>
      <RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"""


def camt(
    entries: Sequence[str],
    *,
    kind: str = "053",
    version: str = "02",
    balances: tuple[str, str] | None = None,
    number: str = "2026-321",
    message: str = "1",
    times: tuple[str, str] | None = None,
) -> bytes:
    root, part = ("BkToCstmrStmt", "Stmt") if kind == "053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    stated = "".join(
        f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">{amount}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd></Bal>"""
        for code, amount in zip(("OPBD", "CLBD"), balances or (), strict=False)
    )
    period = f"<FrToDt><FrDtTm>{times[0]}</FrDtTm><ToDtTm>{times[1]}</ToDtTm></FrToDt>" if times else ""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"><{root}>
    <GrpHdr><MsgId>{message}</MsgId></GrpHdr>
    <{part}><Id>{number}</Id>{period}<Acct><Id><IBAN>{ACCOUNT}</IBAN></Id></Acct>{stated}{"".join(entries)}</{part}>
    </{root}></Document>"""
    return text.strip().encode()


def bgmax(
    payments: Sequence[tuple[str, str, int, str]],
    *,
    payer: str = "",
    mark: str = "P",
    end: bool = True,
    sum_off: int = 0,
    count_off: int = 0,
) -> bytes:
    """Payments as (record, reference, öre, serial number), on Bankgiro 5050-1055."""
    lines = [
        f"{'01BGMAX':<22}01{'20261120173035010331':<20}{mark}",
        "05" + "50501055".rjust(10, "0") + " " * 10 + "SEK",
    ]
    for record, reference, amount, serial in payments:
        lines.append(f"{record}{'0' * 10}{reference:<25}{amount:018d}20{serial:<12}0")
        if not reference:
            lines.append(f"25{'Faktura 2026-00017':<50}")
        if payer:
            lines.append(f"26{payer:<35}")
    total = sum(amount if record != "21" else -amount for record, _, amount, _ in payments) + sum_off
    lines.append(f"15{'':<35}20261120{'00001':<5}{total:018d}SEK{len(payments) + count_off:08d}1")
    if end:
        paid = sum(record == "20" for record, *_ in payments)
        lines.append(f"70{paid:08d}{len(payments) - paid:08d}{0:08d}{1:08d}")
    return "\r\n".join(line.ljust(80) for line in lines).encode("iso-8859-1")
