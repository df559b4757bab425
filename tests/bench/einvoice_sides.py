"""`python tests/bench/einvoice_sides.py BEFORE`: this tree beside another clone of it, in turns, in CPU of one process.

A machine that others use has no two equal minutes, so figures of two runs cannot be compared. Here each round starts a
process on either tree, and the least of all rounds counts. Only what both trees have is called.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from einvoice_rules import PEPPOL_FILE_NAME, rule_files
from run import machine

HERE = Path(__file__).parents[2]
ROUNDS = 5
_WORK = """
import gc, json, sys
sys.path.insert(0, sys.argv[1])
from einvoice_bench import invoice_of
from einvoice_measure import least_of_each
from einvoice import worker_pool
from einvoice.rules.validation import validate
from einvoice.ubl.reader import read
from einvoice.ubl.writer import build

found = {}
gc.set_threshold(getattr(worker_pool, "GARBAGE_OBJECTS_MAX", gc.get_threshold()[0]))  # as the workers of that tree have
for lines in map(int, sys.argv[2].split(",")):
    xml = build(invoice_of(lines))
    assert validate(xml).valid, validate(xml)
    works = {"validate": lambda: validate(xml), "EN 16931 alone": lambda: validate(xml, ["en16931"])}
    works |= {"read": lambda: read(xml)}
    for name, ms in zip(works, least_of_each(3, *works.values())):
        found[f"{name}, {lines} lines"] = ms
print(json.dumps(found))
"""


def measure(tree: Path, lines: str, official: Path | None) -> dict[str, float]:
    """Least ms of each work in a process of its own, on the packages of that tree."""
    sources = os.pathsep.join(str(tree / "libs" / member) for member in ("einvoice", "schematron", "nordic"))
    environment = {**os.environ, "PYTHONPATH": sources, "PYTHONSAFEPATH": "1"}
    environment.pop("PEPPOL_RULES_DIR", None)
    if official:
        environment["PEPPOL_RULES_DIR"] = str(official)
    command = [sys.executable, "-c", _WORK, str(HERE / "tests" / "bench"), lines]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    whose = "Peppol's own file" if official else "mock-einvoice"
    found: dict[str, float] = json.loads(told)
    return {name.replace("validate", f"four layers, {whose}"): ms for name, ms in found.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("--lines", default="3,50,1000")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    sides = {"before": wanted.before.resolve(), "after": HERE}
    least: dict[str, dict[str, float]] = {side: {} for side in sides}
    with tempfile.TemporaryDirectory() as kept:
        official = [file for file in rule_files() if "PEPPOL" in file.name]
        for file in official:
            (Path(kept) / PEPPOL_FILE_NAME).write_bytes(file.read_bytes())
        for _ in range(wanted.rounds):
            for side, tree in sides.items():
                for folder in (None, *([Path(kept)] if official else [])):
                    for name, ms in measure(tree, wanted.lines, folder).items():
                        least[side][name] = min(ms, least[side].get(name, ms))
    print(json.dumps(machine()))
    print(f"{'least CPU ms':<50}{'before':>9}{'after':>9}{'ratio':>7}")
    for name in least["before"]:
        before, after = least["before"][name], least["after"][name]
        print(f"{name:<50}{before:>9.2f}{after:>9.2f}{after / before:>7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
