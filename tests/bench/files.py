"""What reading a file in a process of its own costs, beside the same reader in the loop."""

import asyncio
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from chassis.apart import Apart, ReadingLimits
from devstack import hostile_files
from directory.customers import file as customer_file
from einvoice.pdf import attached as attached_pdf
from wallet.bank.files import recognised

ROUNDS = 20
LIMITS = ReadingLimits(timeout_s=60, cpu_s=60, answer_bytes_max=64_000_000, memory_bytes_max=1_500_000_000)
REGISTER = {"columns": {}, "rows_max": 50_000, "columns_max": 256}


def register(rows: int) -> bytes:
    return "\n".join(["Kundnr;Namn;Orgnr", *(f"{n};Kund {n} AB;5566{n:06d}" for n in range(rows))]).encode()


def statement(entries: int) -> bytes:
    entry = """<Ntry><Amt Ccy="SEK">625.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt>
        </BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>1234574</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
    return f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
        <Acct><Id><IBAN>SE4550000000058398257466</IBAN></Id></Acct>{entry * entries}</Stmt></BkToCstmrStmt></Document>
        """.encode()


CASES: list[tuple[str, Callable[[bytes, dict[str, Any]], bytes], bytes, dict[str, Any]]] = [
    ("PDF, 1 page", attached_pdf.inspect, hostile_files.pdf(), {}),
    ("PDF, 1,000 pages", attached_pdf.inspect, hostile_files.pages_that_are_one(1_000), {}),
    ("register, 10 rows", customer_file.read_apart, register(10), REGISTER),
    ("register, 10,000 rows", customer_file.read_apart, register(10_000), REGISTER),
    ("camt.053, 10 entries", recognised.read_apart, statement(10), {}),
    ("camt.053, 5,000 entries", recognised.read_apart, statement(5_000), {}),
]


def spent_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


async def main() -> None:
    print(f"{'':26}{'in the loop, ms':>16}{'apart, ms':>12}{'CPU apart, ms':>15}{'loop held, ms':>15}")
    for name, read, content, asked in CASES:
        apart = Apart(read, too_heavy="file.too-heavy", unreadable="file.unreadable", limits=LIMITS)
        here, there, spent, held = [], [], [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            read(content, asked)
            here.append(time.perf_counter() - began)
            began, spent_before, own_before = time.perf_counter(), spent_s(), time.process_time()
            await apart.read(content, asked)
            there.append(time.perf_counter() - began)
            spent.append(spent_s() - spent_before)
            held.append(time.process_time() - own_before)
        figures = [1000 * statistics.median(one) for one in (here, there, spent, held)]
        print(f"{name:26}{figures[0]:16.1f}{figures[1]:12.1f}{figures[2]:15.1f}{figures[3]:15.1f}")


if __name__ == "__main__":
    asyncio.run(main())
