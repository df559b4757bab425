"""Validates a UBL invoice in four layers, each named in the report: XSD, EN 16931, Peppol, Nordic.

Each layer is one row of LAYERS: to run official rules on another engine, change the row. Some engines belong to the
thread that first used them; services validate through `einvoice.rules.pool.OfficialRules`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

import msgspec

from einvoice.rules.findings import Finding, LayerRun, Report, RuleFile, State, refused_xml
from einvoice.rules.layer_en16931 import En16931
from einvoice.rules.layer_peppol import peppol_rules
from einvoice.rules.layer_xsd import UblSchemas
from einvoice.rules.limits import ValidationLimits
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.preflight import NordicPreflight
from einvoice.rules.words import told_in
from einvoice.xml import UnsafeXml, parse

__all__ = [
    "ALL_LAYERS",
    "LAYERS",
    "Engine",
    "Finding",
    "Layer",
    "LayerRun",
    "Report",
    "judge",
    "refused",
    "validate",
    "warm_up",
]

Engine = Literal["compiled", "saxon"]
"""What runs the EN 16931 rules: compiled Python, or SaxonC, which takes longer and more memory to say the same."""


class Rules(Protocol):
    """One layer of rules, ready to run."""

    @property
    def version(self) -> str:
        """Which rules these are, for the report."""

    @property
    def files(self) -> tuple[RuleFile, ...]:
        """The official files that were made ready, when they are such."""

    def check(self, document: ParsedDocument) -> list[Finding]:
        """What does not hold in a document."""


@dataclass(frozen=True)
class Layer:
    """A row of the table: a name for the report, and how its rules are made ready."""

    name: str
    rules: Callable[[], Rules]
    decides: bool = False  # whether the layers after it are not reached when it fails


def _en16931_on_saxon() -> Rules:
    from einvoice.rules.layer_en16931_on_saxon import En16931OnSaxon  # Only who asks for Saxon pays for loading it.

    return En16931OnSaxon()


LAYERS = (
    Layer("xsd", UblSchemas, decides=True),
    Layer("en16931", En16931),
    Layer("peppol", peppol_rules),
    Layer("nordic", NordicPreflight),
)
_ON_SAXON = {"en16931": Layer("en16931", _en16931_on_saxon)}
ALL_LAYERS = tuple(layer.name for layer in LAYERS)
WITHIN = ValidationLimits()
TEXT_CHARACTERS_MAX = 1_000
"""Characters of a finding's text."""


def validate(
    document: bytes,
    layers: Sequence[str] = ALL_LAYERS,
    *,
    limits: ValidationLimits = WITHIN,
    engine: Engine = "compiled",
    language: str | None = None,
) -> Report:
    """The verdict of the named layers on a UBL document; "xsd" always runs, and first.

    With a `language` (`einvoice.rules.words.LANGUAGES`) each finding that people often meet has our sentence in it.
    Never raises for what a document holds: XML that is too large, unsafe or not well-formed is a finding of the first
    layer. Of `limits`, size counts here; time and memory belong to whoever owns the process (`einvoice.rules.pool`,
    `einvoice.rules.limits.limited`), so a MemoryError is let through.
    """
    on_engine = _ON_SAXON if engine == "saxon" else {}
    asked = [on_engine.get(layer.name, layer) for layer in LAYERS if layer.decides or layer.name in layers]
    report = judge(document, asked, limits)
    return told_in(report, language) if language else report


def judge(document: bytes, asked: Sequence[Layer], limits: ValidationLimits = WITHIN) -> Report:
    """The verdict of any layers, in their order; raises no more than `validate` does."""
    try:
        root = parse(document, max_bytes=limits.document_bytes_max, max_nodes=limits.document_nodes_max)
    except UnsafeXml as unsafe:
        return refused(unsafe.code, unsafe.text, asked)
    return _judge(ParsedDocument(root), asked, limits)


def refused(code: str, text: str, asked: Sequence[Layer]) -> Report:
    """The report on what no layer could look at: a finding of the first."""
    runs = [_run(asked[0], "failed"), *map(_not_reached, asked[1:])]
    return Report(layers=tuple(runs), findings=(refused_xml(code, text, asked[0].name),))


def warm_up() -> list[LayerRun]:
    """Makes every layer's rules ready, which takes half a second when they must be compiled; says which cannot run."""
    return [run for layer in LAYERS if (run := _run(layer, "passed")).state != "passed"]


def _judge(document: ParsedDocument, asked: Sequence[Layer], limits: ValidationLimits) -> Report:
    runs: list[LayerRun] = []
    findings: list[Finding] = []
    for index, layer in enumerate(asked):
        found, run = _check(layer, document)
        findings += found[: limits.findings_max]
        left_out = max(len(found) - limits.findings_max, 0)
        runs.append(msgspec.structs.replace(run, findings_left_out=left_out) if left_out else run)
        if layer.decides and run.state != "passed":
            runs += map(_not_reached, asked[index + 1 :])
            break
    return Report(layers=tuple(runs), findings=tuple(findings))


def _check(layer: Layer, document: ParsedDocument) -> tuple[list[Finding], LayerRun]:
    try:
        rules = _ready(layer)
        found = [_of_layer(layer, finding) for finding in rules.check(document)]
    except MemoryError:
        raise  # Then no layer has an answer, and what comes after would have none either.
    except Exception as failure:  # noqa: BLE001  Whatever an engine dies of, its layer has not run, and must say so.
        return [], _could_not_run(layer, failure)
    failed = any(finding.level == "fatal" for finding in found)
    return found, _run(layer, "failed" if failed else "passed")


def _of_layer(layer: Layer, finding: Finding) -> Finding:
    """A schema's text repeats what it found in the document, which can be millions of characters."""
    text = finding.text
    if len(text) > TEXT_CHARACTERS_MAX:
        text = text[: TEXT_CHARACTERS_MAX - 1] + "…"
    return msgspec.structs.replace(finding, layer=layer.name, text=text)


@cache
def _ready(layer: Layer) -> Rules:
    return layer.rules()


def _run(layer: Layer, state: State) -> LayerRun:
    try:
        rules = _ready(layer)
        return LayerRun(name=layer.name, version=rules.version, state=state, files=rules.files)
    except Exception as failure:  # noqa: BLE001  As in _check.
        return _could_not_run(layer, failure)


def _could_not_run(layer: Layer, failure: Exception) -> LayerRun:
    reason = f"{type(failure).__name__}: {failure}"[:500]
    return LayerRun(name=layer.name, version="", state="could not run", reason=reason)


def _not_reached(layer: Layer) -> LayerRun:
    reason = "the document is not what its schema says, so its business rules were not asked"
    return LayerRun(name=layer.name, version="", state="not reached", reason=reason)
