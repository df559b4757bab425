"""`python -m devstack.mission`: writes docs/mission.md, the requirement rows and the tests that prove them.

Rows are data (docs/requirements.tsv); a test names those it proves with `@pytest.mark.req("S3-19")`. Marks are read
from the source, so nothing is run. A mark that names no row is an error. `--check` writes nothing and compares.
"""

import ast
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("libs", "services", "simulators", "devstack", "tests")
KINDS = ("explicit", "implied", "decision", "practice")
ACCOUNTS, NOBODY = "accounts", "none"
GUIDES = {
    "S0": "Joining as a receiver, invited by a supplier (Danish guide)",
    "S1": "Buying klip (Danish guide)",
    "S2": "Adding or updating a receiver, and help (Swedish guide)",
    "S3": "Registering as a supplier and writing an invoice (Swedish guide)",
    "S4": "Opening an account: look-up and signing (Swedish guide)",
    "D": "Decisions where the guides disagree or leave it open",
    "E": "Taken over from what such networks say in public that they do",
}


class MissionError(ValueError):
    """The list of rows or a mark is wrong; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. The first of `services` owns it; `accounts` are the portal's, `none` is out of scope."""

    id: str
    kind: str
    services: tuple[str, ...]
    what: str

    @property
    def owner(self) -> str:
        return self.services[0]

    @property
    def guide(self) -> str:
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """A test that says it proves a row: its file, relative to the repository, and its name."""

    path: str
    test: str

    @property
    def sentence(self) -> str:
        return re.sub(r"^test_", "", self.test).replace("_", " ")


def rows_in(table: Path) -> dict[str, Row]:
    """Every row by its id, in the order of the file. Raises MissionError for a row that is there twice or is broken."""
    rows: dict[str, Row] = {}
    with table.open(newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not all(line.values()):
                raise MissionError(f"{table.name}: a row has too few columns: {line}")
            row = Row(line["row"], line["kind"], tuple(line["services"].split(",")), line["what"])
            if row.id in rows:
                raise MissionError(f"{table.name}: {row.id} is there twice")
            if row.kind not in KINDS or row.guide not in GUIDES or not all(row.services):
                raise MissionError(f"{table.name}: {row.id} is broken: {line}")
            rows[row.id] = row
    return rows


def proofs_in(root: Path, rows: Mapping[str, Row]) -> dict[str, list[Proof]]:
    """The tests that prove each row, in order. Raises MissionError for a mark that names no row."""
    found: dict[str, list[Proof]] = {}
    for path in test_files(root):
        place = path.relative_to(root).as_posix()
        for name, test in marks_in(path.read_text(), place):
            if name not in rows:
                raise MissionError(f"{place}: {test} is marked with {name}, which is no row of docs/requirements.tsv")
            found.setdefault(name, []).append(Proof(place, test))
    return {name: sorted(set(proofs)) for name, proofs in found.items()}


def test_files(root: Path) -> Iterator[Path]:
    """Lists every test file of this repository."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("test_*.py")):
            if not any(part.startswith(".") or part == "node_modules" for part in path.relative_to(root).parts):
                yield path


def marks_in(source: str, place: str) -> list[tuple[str, str]]:
    """(row, test) for each mark: on a test, on a class of tests, or as `pytestmark` on every test of the file.

    Raises MissionError for a mark anywhere else.
    """
    tree = ast.parse(source, filename=place)
    marked = [
        (decorator, [node.name]) for node in ast.walk(tree) if _may_be_marked(node) for decorator in node.decorator_list
    ]
    everything = [node.name for node in tree.body if _may_be_marked(node) and node.name.lower().startswith("test")]
    marked += [(node.value, everything) for node in tree.body if _is_pytestmark(node)]
    calls = [(call, tests) for expression, tests in marked for call in _calls(expression)]
    if len(calls) != len(list(_calls(tree))):
        raise MissionError(f"{place}: a req mark stands on something that is no test; put it on the tests themselves")
    return [(row, test) for call, tests in calls for row in _named(call, place) for test in tests]


def _may_be_marked(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _is_pytestmark(node: ast.AST) -> TypeGuard[ast.Assign]:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).endswith("mark.req"):
            yield inner


def _named(call: ast.Call, place: str) -> list[str]:
    names = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if not names or len(names) != len(call.args) or call.keywords:
        raise MissionError(f'{place}, line {call.lineno}: a req mark names its rows as text: req("S3-19", "S3-20")')
    return names


def page(rows: Mapping[str, Row], proofs: Mapping[str, list[Proof]]) -> str:
    """docs/mission.md: how much is proven by service, then every row with its tests."""
    lines = [
        "# Requirements and the tests that prove them",
        "",
        "Generated by `make mission` from [requirements.tsv](requirements.tsv) and the `req` marks of the tests.",
        "The rows come from five user guides of Nordic e-invoicing networks; the words here are ours. A row is",
        "*proven* when a test says so; one without a test is **open**, whatever the code may already do.",
        "",
        *_summary(list(rows.values()), proofs),
    ]
    for guide, title in GUIDES.items():
        lines += ["", f"## {guide}: {title}", "", "| row | what | service | proven by |", "|---|---|---|---|"]
        lines += [_line(row, proofs.get(row.id, [])) for row in rows.values() if row.guide == guide]
    return "\n".join(lines) + "\n"


def _summary(rows: list[Row], proofs: Mapping[str, list[Proof]]) -> list[str]:
    wanted = [row for row in rows if row.owner != NOBODY]
    owners = sorted({row.owner for row in wanted})
    lines = ["| service that owns the row | rows | proven | open |", "|---|---:|---:|---:|"]
    for owner in owners:
        lines.append(_counted(owner, [row for row in wanted if row.owner == owner], proofs))
    lines += [_counted("**all**", wanted, proofs), ""]
    outside = ", ".join(row.id for row in rows if row.owner == NOBODY)
    return [*lines, f"`{ACCOUNTS}` are people and log-in, within the portal. Out of scope: {outside or 'nothing'}."]


def _counted(name: str, rows: list[Row], proofs: Mapping[str, list[Proof]]) -> str:
    proven = sum(1 for row in rows if proofs.get(row.id))
    return f"| {name} | {len(rows)} | {proven} | {len(rows) - proven} |"


def _line(row: Row, proofs: Iterable[Proof]) -> str:
    tests = "<br>".join(f"[{proof.sentence}](../{proof.path})" for proof in proofs)
    nothing = "out of scope" if row.owner == NOBODY else "**open**"
    what = row.what.replace("|", "\\|") + (" *(implied)*" if row.kind == "implied" else "")
    return f"| {row.id} | {what} | {', '.join(row.services)} | {tests or nothing} |"


def main() -> int:
    """Exit code 0 when the page is (or now is) up to date, 1 when it is not or a mark is wrong."""
    written = ROOT / "docs/mission.md"
    try:
        rows = rows_in(ROOT / "docs/requirements.tsv")
        text = page(rows, proofs_in(ROOT, rows))
    except MissionError as error:
        print(error, file=sys.stderr)
        return 1
    if written.exists() and written.read_text() == text:
        return 0
    if "--check" in sys.argv:
        print("docs/mission.md is not up to date: run `make mission`")
        return 1
    written.write_text(text)
    print(f"wrote {written.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
