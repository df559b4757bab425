"""The three libraries in an empty environment, outside this repository: no service, no broker, and everything works."""

import subprocess
import sys
from pathlib import Path

import pytest

LIBS = Path(__file__).parents[2]
MEMBERS = {"nordic": "nordic", "schematron": "schematron", "einvoice": "einvoice"}
DATA = Path(__file__).parent / "data"
EXAMPLE = Path(__file__).parent / "examples" / "fi-invoice.json"
VALID, INVALID = DATA / "nordic/SE_IBAN_30_BIC.xml", DATA / "derived/taxincl-off.xml"
NEVER_NEEDED = {"stafett-contracts", "stafett-chassis", "saxonche", "nats-py", "fastapi", "asyncpg", "pydantic"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the three and what they name; skipped aloud where there is no package index."""
    folder = tmp_path_factory.mktemp("outside")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    wanted = [str(LIBS / member) for member in MEMBERS]
    pip = [folder / "venv/bin/pip", "install", "--quiet", "--retries", "0", *wanted]
    done = subprocess.run(pip, cwd=folder, capture_output=True, text=True)
    if done.returncode and ("No matching distribution" in done.stderr or "NewConnectionError" in done.stderr):
        pytest.skip(f"no package index can be reached from here: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    return folder


def run(environment: Path, program: str, *arguments: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [environment / "venv/bin" / program, *map(str, arguments)]
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(environment), "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=environment, env=variables, input=given, capture_output=True)


def test_nothing_of_a_service_or_broker_comes_with_them(environment: Path) -> None:
    listed = run(environment, "pip", "list", "--format=freeze").stdout.decode().lower()
    names = {line.partition("==")[0] for line in listed.splitlines()}
    assert {f"stafett-{member}" for member in MEMBERS} <= {name.partition(" ")[0] for name in names}
    assert names & NEVER_NEEDED == set()


@pytest.mark.parametrize(("member", "package"), MEMBERS.items())
def test_every_file_of_a_package_is_installed(environment: Path, member: str, package: str) -> None:
    source = LIBS / member / package
    (site,) = (environment / "venv/lib").glob("python*/site-packages")
    ours = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    installed = {path.relative_to(site / package) for path in (site / package).rglob("*") if path.is_file()}
    assert ours - installed == set()


def test_validate_exits_with_zero_one_or_two(environment: Path) -> None:
    assert run(environment, "einvoice", "validate", VALID).returncode == 0
    assert run(environment, "einvoice", "validate", "-", given=VALID.read_bytes()).returncode == 0
    assert run(environment, "einvoice", "validate", INVALID).returncode == 1
    assert run(environment, "einvoice", "validate", "missing.xml").returncode == 2
    told = run(environment, "einvoice", "validate", "--engine", "saxon", VALID)
    assert told.returncode == 2
    assert b"pip install 'stafett-einvoice[saxon]'" in told.stdout


def test_an_invoice_goes_from_json_to_ubl_to_json_and_to_paper(environment: Path) -> None:
    built = run(environment, "einvoice", "build", EXAMPLE)
    assert built.returncode == 0
    assert run(environment, "einvoice", "validate", "-", given=built.stdout).returncode == 0
    again = run(environment, "einvoice", "read", "-", given=built.stdout)
    assert run(environment, "einvoice", "build", "-", given=again.stdout).stdout == built.stdout
    shown = run(environment, "einvoice", "render", "-", "--language", "fi", given=built.stdout)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(b"%PDF-")


def test_rules_and_terms_are_explained(environment: Path) -> None:
    told = run(environment, "einvoice", "explain", "BR-CO-15", "SE-R-013", "NORDIC-OCR", "BT-112")
    assert told.returncode == 0
    assert b"Invoice total amount with VAT" in told.stdout


def test_schematron_compiles_and_runs_the_official_rules(environment: Path) -> None:
    (rules,) = (environment / "venv/lib").glob("**/ubl-2.1/EN16931-UBL-validation.xslt")
    assert run(environment, "schematron", "compile", rules, "-o", "rules.py").returncode == 0
    assert run(environment, "schematron", "run", "rules.py", VALID).returncode == 0
    assert run(environment, "schematron", "run", "rules.py", VALID, INVALID).returncode == 1
    assert run(environment, "schematron", "run", "rules.py", "missing.xml").returncode == 2
