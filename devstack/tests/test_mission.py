"""Stories of the page that says which requirement rows the tests prove."""

from pathlib import Path

import pytest

from devstack.mission import ROOT, MissionError, marks_in, page, proofs_in, rows_in

ROWS = (
    "row\tkind\tservices\twhat\n"
    "S3-19\texplicit\tonboarding,portal\tLink and code are equivalent.\n"
    "S3-20\timplied\taccounts\tOnly after confirmation.\n"
    "S4-25\timplied\tnone\tOrders and catalogues.\n"
)
TEST = """
import pytest

@pytest.mark.req("S3-19")
async def test_the_second_use_of_a_code_does_nothing() -> None: ...

@pytest.mark.slow
@pytest.mark.parametrize("way", [1, pytest.param(2, marks=pytest.mark.req("S3-20"))])
def test_nobody_logs_in_before(way: int) -> None: ...
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/requirements.tsv").write_text(ROWS)
    tests = tmp_path / "services/onboarding/tests"
    tests.mkdir(parents=True)
    (tests / "test_codes.py").write_text(TEST)
    return tmp_path


def test_a_mark_becomes_the_proof_of_its_row_and_the_test_s_name_a_sentence(repository: Path) -> None:
    rows = rows_in(repository / "docs/requirements.tsv")
    text = page(rows, proofs_in(repository, rows))
    link = "[the second use of a code does nothing](../services/onboarding/tests/test_codes.py)"
    assert f"| S3-19 | Link and code are equivalent. | onboarding, portal | {link} |" in text
    assert "[nobody logs in before]" in text, "marks within parameters count too"


def test_a_mark_on_the_file_counts_for_each_of_its_tests() -> None:
    source = (
        'pytestmark = [pytest.mark.slow, pytest.mark.req("S3-19")]\ndef test_a(): ...\ndef b(): ...\nclass TestC: ...'
    )
    assert marks_in(source, "test_a.py") == [("S3-19", "test_a"), ("S3-19", "TestC")]


def test_a_row_without_a_test_is_shown_as_open_and_counted_under_its_owner(repository: Path) -> None:
    rows = rows_in(repository / "docs/requirements.tsv")
    text = page(rows, {})
    assert "| S3-19 | Link and code are equivalent. | onboarding, portal | **open** |" in text
    assert "| onboarding | 1 | 0 | 1 |" in text and "| **all** | 2 | 0 | 2 |" in text
    assert "| S4-25 | Orders and catalogues. *(implied)* | none | out of scope |" in text


def test_a_mark_that_names_no_row_is_an_error_that_says_where(repository: Path) -> None:
    file = repository / "services/onboarding/tests/test_codes.py"
    file.write_text(TEST.replace("S3-19", "S3-91"))
    rows = rows_in(repository / "docs/requirements.tsv")
    with pytest.raises(MissionError, match=r"test_codes.py: test_the_second_use.* S3-91"):
        proofs_in(repository, rows)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("@pytest.mark.req()\ndef test_a(): ...", "names its rows as text"),
        ("@pytest.mark.req(ROWS)\ndef test_a(): ...", "names its rows as text"),
        ('MARKS = pytest.mark.req("S3-19")', "no test"),
    ],
)
def test_a_mark_that_cannot_be_read_is_an_error(source: str, said: str) -> None:
    with pytest.raises(MissionError, match=said):
        marks_in(source, "test_a.py")


@pytest.mark.parametrize(
    "line",
    ["S3-21\texplicit\twallet\n", "S3-19\texplicit\twallet\tAgain.\n", "S9-01\texplicit\twallet\tNo such guide.\n"],
)
def test_a_row_that_is_there_twice_or_is_broken_is_an_error(repository: Path, line: str) -> None:
    table = repository / "docs/requirements.tsv"
    table.write_text(ROWS + line)
    with pytest.raises(MissionError, match=line[:5]):
        rows_in(table)


def test_the_rows_of_the_five_guides_and_the_ten_decisions_are_all_here() -> None:
    rows = rows_in(ROOT / "docs/requirements.tsv").values()
    counted = {guide: sum(1 for row in rows if row.guide == guide) for guide in ("S0", "S1", "S2", "S3", "S4", "D")}
    assert counted == {"S0": 32, "S1": 26, "S2": 34, "S3": 69, "S4": 28, "D": 10}
