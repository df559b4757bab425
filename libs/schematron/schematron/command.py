"""The command line: schematron compile, schematron run."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from schematron.cache import load, write_whole
from schematron.compiler import compile_rules
from schematron.errors import CannotCompile, NotReadable
from schematron.rules import Result, Rules

ALL_PASS, SOME_FAIL, COULD_NOT_RUN = 0, 1, 2

_ABOUT = """\
Official e-invoice rules (EN 16931, Peppol BIS and others) are published as Schematron, compiled to XSLT 2.0 by the
ISO Schematron skeleton or by SchXslt 1. This program compiles that XSLT once more, to one plain Python module with
the official ids, texts and flags; documents are then checked without any XSLT processor, several times faster."""

_EXAMPLES = """\
examples:
  schematron compile EN16931-UBL-validation.xslt -o en16931.py
  schematron run en16931.py invoice.xml credit-note.xml
  schematron run --json en16931.py invoice.xml | jq '.findings[].rule'
  schematron run EN16931-UBL-validation.xslt invoice.xml      (compiles first, keeps nothing)

exit codes:
  0  compiled; or every document passed (warnings are shown and do not count)
  1  some document did not pass
  2  could not run: rules with a construct this compiler does not know (it is named; no half-right module is
     written), a document that cannot be read, or an assertion that could not be computed, which is never "passed"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.command(given))
    except CannotCompile as error:
        print(f"schematron: cannot compile {given.rules}: {error}", file=sys.stderr)
    except (OSError, ImportError) as error:
        print(f"schematron: {error}", file=sys.stderr)
    return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("schematron", description=_ABOUT, epilog=_EXAMPLES, formatter_class=raw)
    commands = parser.add_subparsers(title="commands", required=True, metavar="compile | run")

    compiles = commands.add_parser("compile", help="compile an XSLT of rules to a Python module", formatter_class=raw)
    compiles.add_argument("rules", type=Path, metavar="RULES.xslt", help="Schematron compiled to XSLT 2.0")
    compiles.add_argument("-o", "--output", type=Path, required=True, metavar="RULES.py", help="the module to write")
    compiles.set_defaults(command=_compile)

    runs = commands.add_parser("run", help="check documents", epilog=_EXAMPLES, formatter_class=raw)
    runs.add_argument("--json", action="store_true", help="one JSON object per document and line")
    runs.add_argument("rules", type=Path, metavar="RULES", help="a module made by `schematron compile`, or an XSLT")
    runs.add_argument("files", type=Path, nargs="+", metavar="FILE", help="an XML document")
    runs.set_defaults(command=_run)
    return parser


def _compile(given: argparse.Namespace) -> int:
    compiled = compile_rules(given.rules.read_bytes())
    write_whole(given.output, compiled.text, mode=0o644)
    print(f"{given.output}: {compiled.assertions} assertions of “{compiled.title}”, XSLT SHA-256 {compiled.sha256}")
    return ALL_PASS


def _run(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        rules = load(given.rules, Path(folder))
    return max(_check(rules, path, given.json) for path in given.files)


def _check(rules: Rules, path: Path, as_json: bool) -> int:
    """Checks one file and prints what was found; gives its exit code."""
    try:
        result = rules.check(path.read_bytes())
    except NotReadable as error:
        print(f"schematron: {path}: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    if as_json:
        said = {"file": str(path), "passed": result.passed, **asdict(result)}
        print(json.dumps(said, ensure_ascii=False))
    else:
        _print(path, result)
    if result.uncomputed:
        return COULD_NOT_RUN
    return ALL_PASS if result.passed else SOME_FAIL


def _print(path: Path, result: Result) -> None:
    print(f"{path}: {'passed' if result.passed else 'could not be computed' if result.uncomputed else 'failed'}")
    for finding in result.findings:
        print(f"  {finding.flag:<8} {finding.rule:<22} {finding.where}\n           {finding.text}")
    for missing in result.uncomputed:
        print(f"  {'no answer':<8} {missing.rule:<21} {missing.where}\n           {missing.reason}")
