"""`python tests/bench/einvoice_bench.py`: validating, writing, reading and drawing invoices, beside what others use."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import einvoice_pages
import einvoice_rules
import msgspec
from einvoice_measure import least_of_each, rate

from einvoice.examples import line, swedish
from einvoice.model import Invoice
from einvoice.ubl.reader import read
from einvoice.ubl.writer import build

LINES = (3, 50, 1000)
ROUNDS = 9
RESULTS = Path(__file__).parent / "results"
AIMS = {
    "CEN and Peppol compiled, 3 / 50 / 1,000 lines": "<= 2 / 8 / 135 ms of CPU",
    "to saxonche on 3 lines, and on more": ">= 5, >= 6",
    "start and memory of the rules": "<= 500 ms and <= 60 MB",
    "PDF of 1 page, of 620 rows": "<= 190 ms, <= 600 ms",
    "to Chromium's one-shot print, 1 page and 620 rows": ">= 4, >= 2",
    "UBL written, read, 3 lines": "<= 2 ms each",
}


def measure(rounds: int = ROUNDS) -> dict[str, Any]:
    """Everything, in one run."""
    invoices = {lines: invoice_of(lines) for lines in LINES}
    documents = {lines: build(invoice) for lines, invoice in invoices.items()}
    found: dict[str, Any] = {"aims": AIMS, "rounds": rounds, "load": {"before": os.getloadavg()[0]}}
    found["ubl"] = {lines: _ubl(invoices[lines], documents[lines], rounds) for lines in LINES}
    found["validation"] = einvoice_rules.measure(documents, rounds)
    found["load"]["after_validation"] = os.getloadavg()[0]
    found["pdf"] = einvoice_pages.measure(rounds)
    found["load"]["after_pdf"] = os.getloadavg()[0]
    if max(found["load"].values()) > (os.cpu_count() or 1):
        found["load"]["note"] = (
            "others had the cores: wall times are too long, and CPU of long work suffers from caches"
        )
    return found


def invoice_of(lines: int) -> Invoice:
    """A valid Swedish invoice with that many lines."""
    made = tuple(line(number, str(number % 9 + 1), f"{number % 97 + 1}.35") for number in range(1, lines + 1))
    return msgspec.structs.replace(swedish(), lines=made)


def _ubl(invoice: Invoice, document: bytes, rounds: int) -> dict[str, float]:
    written, read_in = least_of_each(rounds * 3, lambda: build(invoice), lambda: read(document))
    return {
        "write_ms": round(written, 2),
        "read_ms": round(read_in, 2),
        "written_per_s": rate(written),
        "read_per_s": rate(read_in),
    }


def main() -> int:
    from run import machine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    found = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    found |= {"einvoice": measure(wanted.rounds)}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{found['at'][:10]}-einvoice.json").write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
