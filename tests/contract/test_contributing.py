"""CONTRIBUTING.md shows real code: each block names its file and stands there, or says that it is made up."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?P<before>[^\n]*)\n *```\w*\n(?P<code>.*?)\n *```", re.DOTALL)
FROM = re.compile(r" *<!-- from (?P<path>\S+) -->")
MADE_UP = "<!-- made up -->"


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """What stands above each block of code, and the block."""
    for found in BLOCK.finditer(page):
        yield found["before"].strip(), found["code"]


def strange_in(page: str, root: Path) -> Iterator[str]:
    """What a page shows and the named file does not have, in this order; indentation does not count."""
    for before, code in blocks(page):
        named = FROM.fullmatch(before)
        if named is None:
            if before != MADE_UP:
                yield f"a block names no file and is not marked as made up: {code.splitlines()[0].strip()}"
            continue
        path = root / named["path"]
        lines = [line.strip() for line in path.read_text().splitlines()] if path.is_file() else []
        start = 0
        for part in re.split(r"^\s*\.\.\.\s*$", code, flags=re.MULTILINE):
            wanted = [line.strip() for line in part.strip("\n").splitlines()]
            places = [at for at in range(start, len(lines)) if lines[at : at + len(wanted)] == wanted]
            if not places:
                yield f"{named['path']} does not have: {wanted[0]}"
                break
            start = places[0] + len(wanted)


def test_what_the_page_quotes_stands_in_the_file_that_it_names() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text()
    assert len(list(blocks(page))) == page.count("```") // 2 > 8, "a block is not looked at"
    assert list(strange_in(page, ROOT)) == []


@pytest.mark.parametrize(
    ("above", "code", "said"),
    [
        ("<!-- from order.py -->", "def cancel():\n    ...\n    record()", []),
        ("<!-- made up -->", "whatever", []),
        ("<!-- from order.py -->", "def cancel():\n    record()", ["order.py does not have: def cancel():"]),
        ("<!-- from order.py -->", "record()\n...\ndef cancel():", ["order.py does not have: def cancel():"]),
        ("<!-- from gone.py -->", "record()", ["gone.py does not have: record()"]),
        ("For example:", "record()", ["a block names no file and is not marked as made up: record()"]),
    ],
)
def test_a_page_that_drifted_is_found(tmp_path: Path, above: str, code: str, said: list[str]) -> None:
    (tmp_path / "order.py").write_text("def cancel():\n    check()\n    record()\n")
    assert list(strange_in(f"{above}\n```python\n{code}\n```\n", tmp_path)) == said


def test_paths_that_the_page_names_are_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text()
    named = set(re.findall(r"(?<![\w/.<[])((?:libs|services|tests|docs|devstack|deploy|simulators)/[\w./-]*\w)", page))
    named -= {"libs/contracts/released"}  # made by the first release
    assert len(named) > 20 and [path for path in sorted(named) if not (ROOT / path).exists()] == []
