"""The command `einvoice`: validate, build, read, render and explain. Exit 0 all well, 1 some not, 2 could not run."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from einvoice.findings import LayerRun, Report, could_not_judge
from einvoice.model import from_json, to_json
from einvoice.reader import Unreadable, read
from einvoice.ubl import build
from einvoice.validation_limits import OutOfTime, ValidationLimits, WrongSetting, limited
from einvoice.xml import UnsafeXml

if TYPE_CHECKING:
    from einvoice.validation import Engine

ALL_WELL, SOME_NOT, COULD_NOT_RUN = 0, 1, 2
ENGINES = ("compiled", "saxon")
LANGUAGES = ("sv", "da", "nb", "fi", "en")
_STANDARD = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its answer is the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except (OSError, WrongSetting) as failure:
        print(f"einvoice: {failure}", file=sys.stderr)
        return COULD_NOT_RUN
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="einvoice", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    validate = commands.add_parser("validate", help="hold UBL documents to the official rules")
    validate.add_argument("--json", action="store_true", help="one line of JSON for each file")
    validate.add_argument("--rules", type=_layers, help="of en16931,peppol,nordic; the XSD always runs first")
    validate.add_argument(
        "--engine", choices=ENGINES, default="compiled", help="what runs EN 16931 (default: compiled)"
    )
    validate.add_argument("files", nargs="+", metavar="FILE")
    validate.set_defaults(run=_validate)

    _converter(commands, "build", "INVOICE.json", "write an invoice as UBL", _build)
    _converter(commands, "read", "invoice.xml", "read UBL into the model's JSON", _read)
    render = _converter(commands, "render", "invoice.xml", "show a UBL document as a PDF", _render)
    render.add_argument("--language", choices=LANGUAGES, default="sv")

    explain = commands.add_parser("explain", help="what a rule asks, or what a business term is")
    explain.add_argument("names", nargs="+", metavar="RULE|TERM")
    explain.set_defaults(run=_explain)
    return parser


def _converter(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    file: str,
    summary: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary)
    parser.add_argument("file", metavar=file)
    parser.add_argument("-o", "--output", default=_STANDARD, help="a file; without it, standard output")
    parser.set_defaults(run=run)
    return parser


def _layers(names: str) -> tuple[str, ...]:
    from einvoice.validation import ALL_LAYERS

    chosen = tuple(name.strip() for name in names.split(","))
    for name in chosen:
        if name not in ALL_LAYERS:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(ALL_LAYERS)}")
    return chosen


def _validate(asked: argparse.Namespace) -> int:
    worst = ALL_WELL
    for file in asked.files:
        report = _report(file, asked.rules, asked.engine)
        if asked.json:
            print(report.as_json(file).decode())
        else:
            _tell(file, report)
        if not report.complete:
            worst = COULD_NOT_RUN
        elif not report.valid:
            worst = max(worst, SOME_NOT)
    return worst


def _report(file: str, layers: tuple[str, ...] | None, engine: "Engine") -> Report:
    from einvoice.validation import ALL_LAYERS, validate

    limits = ValidationLimits.from_environment()
    try:
        document = _contents(file)
    except OSError as failure:
        run = LayerRun(name="file", version="", state="could not run", reason=str(failure))
        return Report(layers=(run,))
    try:
        with limited(limits):
            return validate(document, layers or ALL_LAYERS, limits=limits, engine=engine)
    except OutOfTime as late:
        return could_not_judge(str(late))
    except MemoryError:
        return could_not_judge(f"out of memory: more than {limits.memory_bytes_max} bytes")


def _tell(file: str, report: Report) -> None:
    verdict = "valid" if report.valid else "NOT VALID"
    layers = ", ".join(f"{run.name} {run.version}" for run in report.layers if run.state in ("passed", "failed"))
    print(f"{file}: {verdict} ({layers or 'no rules ran'})")
    for run in report.layers:
        if run.state not in ("passed", "failed"):
            print(f"  {run.name} {run.state.upper()}: {run.reason}")
    for finding in report.findings:
        print(f"  {finding.level} {finding.rule} {finding.term or ''} {finding.where}\n    {finding.text}")


def _build(asked: argparse.Namespace) -> int:
    try:
        return _put(asked.output, build(from_json(_contents(asked.file))))
    except (ValueError, msgspec.MsgspecError) as refusal:
        return _refuse(asked.file, refusal)


def _read(asked: argparse.Namespace) -> int:
    try:
        result = read(_contents(asked.file))
    except (Unreadable, UnsafeXml) as refusal:
        return _refuse(asked.file, refusal)
    for unknown in result.unknown:
        print(f"not a business term: {unknown.where}: {unknown.text}", file=sys.stderr)
    return _put(asked.output, msgspec.json.format(to_json(result.invoice), indent=2) + b"\n")


def _render(asked: argparse.Namespace) -> int:
    try:
        from einvoice.pdf import render
    except ImportError as missing:
        print(f"einvoice: PDFs cannot be made here: {missing}", file=sys.stderr)
        return COULD_NOT_RUN
    document = _contents(asked.file)
    try:
        result = read(document)
    except (Unreadable, UnsafeXml) as refusal:
        return _refuse(asked.file, refusal)
    return _put(asked.output, render(result.invoice, language=asked.language, ubl=document, stated=result.stated))


def _explain(asked: argparse.Namespace) -> int:
    from einvoice.explain import explain

    worst = ALL_WELL
    for name in asked.names:
        told = explain(name)
        print(told or f"{name}: no such rule or term")
        worst = worst if told else SOME_NOT
    return worst


def _contents(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == _STANDARD else Path(file).read_bytes()


def _put(file: str, content: bytes) -> int:
    if file == _STANDARD:
        sys.stdout.buffer.write(content)
    else:
        Path(file).write_bytes(content)
    return ALL_WELL


def _refuse(file: str, refusal: Exception) -> int:
    print(f"{file}: {refusal}", file=sys.stderr)
    return SOME_NOT
