"""The command `einvoice`: validate, build, read, render and explain. Exit 0 all well, 1 some not, 2 could not run."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from einvoice import command_help
from einvoice.command_progress import Progress
from einvoice.model import from_json, to_json
from einvoice.rules.findings import LayerRun, Report, could_not_judge
from einvoice.rules.limits import OutOfTime, ValidationLimits, WrongSetting, limited
from einvoice.rules.words import LANGUAGES, told_in
from einvoice.ubl.reader import Unreadable
from einvoice.xml import UnsafeXml

if TYPE_CHECKING:
    from einvoice.rules.validation import Engine

ALL_WELL, SOME_NOT, COULD_NOT_RUN = 0, 1, 2
ENGINES = ("compiled", "saxon")
_STANDARD = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its answer is the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
    except BrokenPipeError:  # Whoever read standard output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except (OSError, WrongSetting) as failure:
        print(f"einvoice: {failure}", file=sys.stderr)
        return COULD_NOT_RUN
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="einvoice",
        description=command_help.EINVOICE,
        epilog=command_help.EINVOICE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"einvoice {version('stafett-einvoice')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")

    summary = "hold invoices to the official rules"
    validate = _command(commands, "validate", summary, command_help.VALIDATE, command_help.VALIDATE_EXAMPLES)
    validate.add_argument("--json", action="store_true", help="one line of JSON for each file")
    validate.add_argument(
        "--rules", type=_layers, metavar="LAYERS", help="of en16931,peppol,nordic (default: all); the XSD always runs"
    )
    validate.add_argument(
        "--engine", choices=ENGINES, default="compiled", help="what runs EN 16931 (default: compiled)"
    )
    validate.add_argument("--language", choices=LANGUAGES, help="tell each finding in our own words too")
    validate.add_argument("files", nargs="+", metavar="FILE", help="an invoice; - is standard input")
    validate.set_defaults(run=_validate)

    build = _command(
        commands,
        "build",
        "write an invoice as UBL, or in another format",
        command_help.BUILD,
        command_help.BUILD_EXAMPLES,
    )
    _converts(build, "INVOICE.json", _build)
    build.add_argument("--format", type=_format, default="ubl", help="a name of the list below (default: ubl)")
    build.add_argument("--language", choices=LANGUAGES, default="sv", help="of a page (default: sv)")
    reads = _command(
        commands, "read", "read an invoice into the model's JSON", command_help.READ, command_help.READ_EXAMPLES
    )
    _converts(reads, "invoice.xml", _read)
    summary = "show an invoice as a PDF"
    render = _command(commands, "render", summary, command_help.RENDER, command_help.RENDER_EXAMPLES)
    _converts(render, "invoice.xml", _render)
    render.add_argument("--language", choices=LANGUAGES, default="sv", help="of the page (default: sv)")

    summary = "what a rule asks, or what a business term is"
    explain = _command(commands, "explain", summary, command_help.EXPLAIN, command_help.EXPLAIN_EXAMPLES)
    explain.add_argument("--language", choices=LANGUAGES, default="en", help="of our own sentence (default: en)")
    explain.add_argument("names", nargs="+", metavar="RULE|TERM")
    explain.set_defaults(run=_explain)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, about: str, examples: str
) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, help=summary, description=about, epilog=examples, formatter_class=raw)


def _converts(parser: argparse.ArgumentParser, file: str, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("file", metavar=file, help="what to convert; - is standard input")
    parser.add_argument("-o", "--output", default=_STANDARD, help="a file; without it, standard output")
    parser.set_defaults(run=run)


def _layers(names: str) -> tuple[str, ...]:
    from einvoice.rules.validation import ALL_LAYERS

    chosen = tuple(name.strip() for name in names.split(","))
    for name in chosen:
        if name not in ALL_LAYERS:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(ALL_LAYERS)}")
    return chosen


def _format(name: str) -> str:
    from einvoice import formats

    if name not in formats.names():
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(formats.names())}")
    return name


def _validate(asked: argparse.Namespace) -> int:
    if len(asked.files) > 1:
        _make_ready()
    worst = ALL_WELL
    progress = Progress(len(asked.files))
    for file in asked.files:
        progress.begin(file)
        report = _report(file, asked.rules, asked.engine)
        if asked.language:
            report = told_in(report, asked.language)
        progress.count(report)
        if asked.json:
            print(report.as_json(file).decode())
        else:
            _tell(file, report)
        if not report.complete:
            worst = COULD_NOT_RUN
        elif not report.valid:
            worst = max(worst, SOME_NOT)
    progress.end()
    return worst


def _make_ready() -> None:
    """Rules are loaded, then left alone by the garbage collector, which takes as long as they do with large files."""
    from einvoice.rules.validation import warm_up

    warm_up()
    gc.freeze()


def _report(file: str, layers: tuple[str, ...] | None, engine: "Engine") -> Report:
    from einvoice import formats
    from einvoice.rules import validation

    limits = ValidationLimits.from_environment()
    try:
        document = _contents(file)
    except OSError as failure:
        run = LayerRun(name="file", version="", state="could not run", reason=str(failure))
        return Report(layers=(run,))
    try:
        with limited(limits):
            if engine == "saxon":
                return validation.validate(document, layers or validation.ALL_LAYERS, limits=limits, engine=engine)
            return formats.validate(document, layers or (), limits=limits)
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
        if finding.sentence:
            print(f"    {finding.sentence}")
    for run in report.layers:
        if run.findings_left_out:
            print(f"  and {run.findings_left_out} more of {run.name}")


def _build(asked: argparse.Namespace) -> int:
    from einvoice import formats

    try:
        built = formats.build(from_json(_contents(asked.file)), asked.format, language=asked.language)
    except (ValueError, msgspec.MsgspecError) as refusal:
        return _refuse(asked.file, refusal)
    code = _put(asked.output, built.document)
    for loss in built.losses:
        print(f"not in the document: {loss.term or 'no business term'} {loss.where}: {loss.text}", file=sys.stderr)
    return code


def _read(asked: argparse.Namespace) -> int:
    from einvoice import formats

    try:
        result = formats.read(_contents(asked.file))
    except (Unreadable, UnsafeXml) as refusal:
        return _refuse(asked.file, refusal)
    for unknown in result.unknown:
        print(f"not a business term: {unknown.where}: {unknown.text}", file=sys.stderr)
    try:
        differences = result.differences()
    except ValueError as refusal:  # Sums that cannot be made.
        return _refuse(asked.file, refusal)
    for found in differences:
        text = f"stated as {found.stated}, and the lines add up to {found.computed}, which is what is built of it"
        print(f"another total: {found.term} is {text}", file=sys.stderr)
    return _put(asked.output, msgspec.json.format(to_json(result.invoice), indent=2) + b"\n")


def _render(asked: argparse.Namespace) -> int:
    try:
        from einvoice.pdf.drawing import render
    except ImportError as missing:
        print(f"einvoice: PDFs cannot be made here: {missing}", file=sys.stderr)
        return COULD_NOT_RUN
    from einvoice import formats

    document = _contents(asked.file)
    try:
        result = formats.read(document)
    except (Unreadable, UnsafeXml) as refusal:
        return _refuse(asked.file, refusal)
    row = formats.recognised(document)
    ubl = document if row and row.name == "ubl" else None
    try:
        pdf = render(result.invoice, language=asked.language, ubl=ubl, stated=result.stated)
    except ValueError as refusal:  # Sums that cannot be made.
        return _refuse(asked.file, refusal)
    return _put(asked.output, pdf)


def _explain(asked: argparse.Namespace) -> int:
    from einvoice.rules.explain import explain

    worst = ALL_WELL
    for name in asked.names:
        told = explain(name, asked.language)
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
