"""`make bench`: every measurement in one run, with the machine's shape, kept as JSON in results/."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvloop

import appends
import bus
import rebuild
import search
import wallet_bench
from devstack.postgres import EmbeddedPostgres

RESULTS = Path(__file__).parent / "results"
AIMS = {
    "append at 32 writers, to the stock recorder": ">= 20 (>= 15 on a 2 ms flush)",
    "append at 32 writers, to pgbench": ">= 2 (>= 1 on a 2 ms flush)",
    "rebuild, to stock": ">= 6",
    "search of 1,000,000 recipients, p95": "<= 50 ms, beside a plain ILIKE scan",
    "facts handled/s by one process": ">= 5,000",
    "facts relayed/s, sync always": ">= 3,000",
    "opening a wallet of 1,000,000 movements, p50": "milliseconds",
    "Send to issued, p50": "<= 60 ms",
    "list, save in the editor, Send until shown, to a bare page": "<= 3 at p50 and p99, 50 users",
    "first visit": "<= 120 kB gzip",
    "CPU an invoice, all services, without PDF": "<= 20 ms",
}


def machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    return {
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip(),
        "cores": os.cpu_count(),
        "cpu": model,
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_before": os.getloadavg()[0],
    }


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="for each rate that is measured by time")
    parser.add_argument("--facts", type=int, default=20_000)
    parser.add_argument("--invoices", type=int, default=60)
    parser.add_argument("--chain", type=int, default=300, help="invoices at once through the whole network")
    parser.add_argument("--ways", default="inbox,email", help="of handing over, for the chain")
    parser.add_argument("--entries", type=int, default=1_000_000, help="recipients to search among")
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--movements", type=int, default=1_000_000, help="of one wallet that is then opened")
    parser.add_argument(
        "--only",
        choices=["appends", "rebuild", "bus", "latency", "einvoice", "search", "wallet", "chain", "trace", "pages"],
    )
    wanted = parser.parse_args()
    found: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "aims": AIMS}

    def chosen(part: str) -> bool:
        return wanted.only in (None, part)

    with EmbeddedPostgres(durable=True) as server:
        if chosen("search"):
            found["search"] = await search.measure(server, wanted.entries, wanted.queries)
        if chosen("rebuild"):
            found["rebuild"] = await rebuild.measure(server)
        if chosen("appends"):
            found["appends"] = await appends.measure(server, wanted.seconds)
        if chosen("wallet"):
            found["wallet"] = await wallet_bench.measure(server, wanted.seconds, wanted.movements)
        if chosen("bus"):
            found["bus"] = await bus.measure(server, wanted.facts)
    if chosen("latency"):
        import latency

        found["latency"] = await latency.measure(wanted.invoices)
    if chosen("chain"):
        import chain

        found["chain"] = await chain.measure(wanted.chain, wanted.ways.split(","))
    if wanted.only == "trace":
        import trace_of_one

        found["trace"] = await trace_of_one.measure(wanted.invoices)
    if chosen("pages"):
        import pages

        found["pages"] = await pages.measure()
    if chosen("einvoice"):
        import einvoice_bench

        found["einvoice"] = einvoice_bench.measure()
    RESULTS.mkdir(exist_ok=True)
    name = f"{found['at'][:10]}{'-' + wanted.only if wanted.only else ''}.json"
    (RESULTS / name).write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
