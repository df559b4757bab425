"""Rules are compiled once and kept; the command line compiles and checks."""

import json
import stat
from pathlib import Path

import pytest
from schematron_small_rules import assertion, rule, stylesheet

from schematron import CannotCompile, cache, load
from schematron.command import main

XSLT = stylesheet(
    [rule("/o:order", assertion("o:code = 'A'", "CODE", text="The code is A."), assertion("1 div o:zero = 1", "ZERO"))]
)
FINE = b"<o:order xmlns:o='urn:order'><o:code>A</o:code><o:zero>1</o:zero></o:order>"
WRONG = FINE.replace(b">A<", b">B<")
UNCOMPUTABLE = FINE.replace(b">1<", b">x<")


def test_rules_are_compiled_at_their_first_use_and_then_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, kept = tmp_path / "rules.xslt", tmp_path / "kept" / "here"
    path.write_bytes(XSLT)
    assert load(path, kept).rule_ids == ("CODE", "ZERO")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    monkeypatch.setattr(cache, "compile_rules", lambda _: pytest.fail("compiled a second time"))
    assert load(path, kept).title == load(XSLT, kept).title == "Small rules"


def test_a_changed_rule_file_or_compiler_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(XSLT, tmp_path)
    load(XSLT.replace(b"CODE", b"EDOC"), tmp_path)
    monkeypatch.setattr(cache, "_compiler_digest", lambda: b"another compiler")
    load(XSLT, tmp_path)
    assert len(list(tmp_path.glob("*.py"))) == 3


def test_rules_that_cannot_be_compiled_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CannotCompile):
        load(stylesheet([rule("/*", assertion("document('x')"))]), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_xslt_needs_a_folder_for_the_module_made_of_it() -> None:
    with pytest.raises(ValueError, match="cache_dir"):
        load(XSLT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "rules.xslt": XSLT,
        "fine.xml": FINE,
        "wrong.xml": WRONG,
        "odd.xml": UNCOMPUTABLE,
        "no.xml": b"<a>",
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_compile_writes_a_module_that_run_checks_with(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = folder / "rules.py"
    assert main(["compile", str(folder / "rules.xslt"), "-o", str(module)]) == 0
    assert "2 assertions" in capsys.readouterr().out
    assert main(["run", str(module), str(folder / "fine.xml")]) == 0
    assert "passed" in capsys.readouterr().out
    assert main(["run", str(module), str(folder / "fine.xml"), str(folder / "wrong.xml")]) == 1
    said = capsys.readouterr().out
    assert "CODE" in said and "The code is A." in said and "/o:order" in said


@pytest.mark.parametrize("name", ["odd.xml", "no.xml", "missing.xml"])
def test_what_could_not_be_checked_is_exit_code_two(folder: Path, name: str) -> None:
    assert main(["run", str(folder / "rules.xslt"), str(folder / "wrong.xml"), str(folder / name)]) == 2


def test_rules_that_are_not_understood_are_named_and_exit_code_two(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "bad.xslt"
    path.write_bytes(stylesheet([rule("/*", assertion("document('x')", "BR-7"))]))
    assert main(["compile", str(path), "-o", str(folder / "bad.py")]) == 2
    assert "rule BR-7: the function document()" in capsys.readouterr().err
    assert not (folder / "bad.py").exists()


def test_json_gives_one_object_per_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", "--json", str(folder / "rules.xslt"), str(folder / "fine.xml"), str(folder / "wrong.xml")])
    fine, wrong = map(json.loads, capsys.readouterr().out.splitlines())
    assert (fine["passed"], fine["findings"], wrong["passed"]) == (True, [], False)
    assert wrong["findings"] == [{"rule": "CODE", "flag": "fatal", "text": "The code is A.", "where": "/o:order"}]


def test_a_python_file_that_is_no_rules_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.py").write_text("x = 1\n")
    assert main(["run", str(tmp_path / "other.py"), "x.xml"]) == 2
    assert "schematron compile" in capsys.readouterr().err
