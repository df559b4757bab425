"""The command `einvoice`: what it prints, what it writes, and how it exits."""

import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from einvoice import command_help, formats
from einvoice.command_line import main
from einvoice.examples import every_term, swedish
from einvoice.model import from_json, to_json
from einvoice.rules.official_files import en16931_rules
from einvoice.rules.validation import validate
from einvoice.ubl.reader import read
from einvoice.ubl.writer import build

DATA = Path(__file__).parent / "data"
VALID, INVALID = str(DATA / "nordic/SE_IBAN_30_BIC.xml"), str(DATA / "derived/taxincl-off.xml")


def test_validate_tells_one_line_of_json_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json", VALID, INVALID]) == 1
    good, bad = map(json.loads, capsys.readouterr().out.splitlines())
    assert good == {
        "file": VALID,
        "valid": True,
        "layers": {"xsd": "2.1", "en16931": "1.3.16", "peppol": "mock-einvoice 0.4.0 (3.0.21)", "nordic": "1"},
        "not_run": {},
        "files": {"EN16931-UBL-validation.xslt": sha256(en16931_rules().read_bytes()).hexdigest()},
        "findings": [],
    }
    assert (bad["file"], bad["valid"]) == (INVALID, False)
    finding = next(found for found in bad["findings"] if found["rule"] == "BR-CO-15")
    assert finding["level"] == "fatal"
    assert finding["term"] == "BT-112"
    assert finding["where"] == "/Invoice"


def test_validate_says_the_same_on_saxon(capsys: pytest.CaptureFixture[str]) -> None:
    for engine in ("compiled", "saxon"):
        assert main(["validate", "--json", "--engine", engine, "--rules", "en16931", INVALID]) == 1
    compiled, saxon = capsys.readouterr().out.splitlines()
    assert compiled == saxon


def test_validate_exits_with_zero_one_or_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", VALID]) == 0
    assert main(["validate", "--rules", "en16931", INVALID]) == 1
    assert main(["validate", "--json", VALID, str(tmp_path / "missing.xml"), INVALID]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["validate", "--rules", "french", VALID])
    assert stopped.value.code == 2
    assert "NOT VALID" in capsys.readouterr().out


def test_several_files_are_counted_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--rules", "en16931", VALID, INVALID, str(tmp_path / "missing.xml")]) == 2
    assert capsys.readouterr().err == "3 files: 1 valid, 1 not valid, 1 could not be judged\n"
    assert main(["validate", "--rules", "en16931", VALID]) == 0
    assert capsys.readouterr().err == ""


def test_on_a_screen_many_files_show_how_far_it_has_come(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["validate", "--json", "--rules", "en16931", VALID, INVALID])
    told = capsys.readouterr()
    assert "\r1 of 2: " in told.err and "taxincl-off.xml" in told.err
    assert len(told.out.splitlines()) == 2


def test_a_document_can_come_by_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(VALID).read_bytes())))
    assert main(["validate", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == "-"


def test_a_reader_that_stops_listening_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "einvoice", "validate", "--json", "--rules", "en16931", *[INVALID] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None and program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait() == 2


@pytest.mark.parametrize("command", ["", "validate", "build", "read", "render", "explain"])
def test_the_help_of_each_command_has_examples_and_the_exit_codes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*filter(None, [command]), "--help"])
    told = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "exit codes:\n  0  all is well\n  1" in told
    assert f"einvoice {command}".strip() in told


def test_the_invoice_in_the_help_is_one_that_every_layer_takes() -> None:
    text = command_help.BUILD_EXAMPLES
    shown = text[text.index("{") : text.index("formats:")]
    assert validate(build(from_json(shown.encode()))).findings == ()


def test_the_help_names_every_format_there_is() -> None:
    listed = command_help.BUILD_EXAMPLES.partition("formats:\n")[2].partition("What a format")[0]
    assert tuple(row.split()[0] for row in listed.splitlines()) == formats.names()


def test_an_invoice_is_built_in_another_format_and_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, made, again = tmp_path / "a.json", tmp_path / "a.pdf", tmp_path / "b.json"
    source.write_bytes(to_json(swedish()))
    assert main(["build", str(source), "--format", "factur-x", "-o", str(made)]) == 0
    assert main(["validate", "--json", str(made)]) == 0
    assert set(json.loads(capsys.readouterr().out)["layers"]) == {"xsd", "en16931", "facturx"}
    assert main(["read", str(made), "-o", str(again)]) == 0
    assert from_json(again.read_bytes()).lines == swedish().lines
    assert main(["render", str(made), "-o", str(tmp_path / "b.pdf")]) == 0


def test_what_a_format_cannot_carry_is_told_and_an_unknown_one_is_a_wrong_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(to_json(swedish()))
    assert main(["build", str(source), "--format", "svefaktura", "-o", str(tmp_path / "a.xml")]) == 0
    assert "not in the document: BT-" in capsys.readouterr().err
    assert main(["read", str(tmp_path / "a.xml")]) == 1
    assert "Svefaktura" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["build", str(source), "--format", "edifact"])
    assert stopped.value.code == 2


def test_build_and_read_keep_every_term(tmp_path: Path) -> None:
    source, xml, again = tmp_path / "a.json", tmp_path / "a.xml", tmp_path / "b.json"
    source.write_bytes(to_json(every_term()))
    assert main(["build", str(source), "-o", str(xml)]) == 0
    assert main(["read", str(xml), "-o", str(again)]) == 0
    assert from_json(again.read_bytes()) == every_term()


def test_read_tells_what_is_no_business_term(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xml = tmp_path / "a.xml"
    xml.write_bytes(build(swedish()).replace(b"<cbc:BuyerReference>", b"<cbc:UUID>7</cbc:UUID><cbc:BuyerReference>"))
    assert main(["read", str(xml), "-o", str(tmp_path / "a.json")]) == 0
    assert capsys.readouterr().err == "not a business term: /Invoice/cbc:UUID: 7\n"


def test_what_cannot_be_built_read_or_found_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"<!DOCTYPE a><a/>")
    assert main(["build", str(broken)]) == 1
    assert main(["read", str(broken)]) == 1
    assert main(["read", str(tmp_path / "missing")]) == 2
    assert "DOCTYPE" in capsys.readouterr().err


def test_render_makes_a_pdf_of_what_was_received(tmp_path: Path) -> None:
    pytest.importorskip("einvoice.pdf.drawing")
    pdf = tmp_path / "a.pdf"
    assert main(["render", VALID, "-o", str(pdf), "--language", "en"]) == 0
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_explain_knows_official_rules_our_own_and_the_terms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "br-co-15", "SE-R-013", "NORDIC-OCR", "BT-112"]) == 0
    told = capsys.readouterr().out
    for words in ("(fatal, EN 16931)", "the last digit of a Swedish seller", "Nordic pre-flight", "TaxInclusiveAmount"):
        assert words in told
    assert main(["explain", "BR-NONSENSE"]) == 1


def test_an_invoice_that_was_read_is_the_one_that_was_built(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(to_json(swedish()))
    assert main(["build", str(source)]) == 0
    assert read(capfdbinary.readouterr().out).invoice == swedish()
