"""What validation tells: findings, the layers that ran and those that could not, and the verdict that follows."""

from typing import Literal

import msgspec

from einvoice.model import Term

Level = Literal["fatal", "warning"]
State = Literal["passed", "failed", "not reached", "could not run"]


class Finding(Term, frozen=True, kw_only=True):
    """One rule that did not hold."""

    rule: str  # the official id (BR-CO-15, SE-R-013), XSD, or a stable code of ours (xml.doctype, NORDIC-OCR)
    level: Level
    text: str  # the official text where there is one
    where: str  # /Invoice/cac:InvoiceLine[2]/cbc:Note
    term: str | None = None  # BT-112, BG-25: the business term it is about, when that is known
    term_name: str | None = None  # what the reader calls that term
    layer: str = ""  # xsd, en16931, peppol or nordic
    sentence: str | None = None  # what is wrong, where and what to do, in the reader's language, where we have words


class RuleFile(Term, frozen=True, kw_only=True):
    """A file of official rules that ran, exactly: its SHA-256 is 64 hex digits."""

    name: str
    sha256: str


class LayerRun(Term, frozen=True, kw_only=True):
    """What became of one layer of rules, and which rules they were."""

    name: str
    version: str
    state: State
    reason: str | None = None  # why it could not run, or was not reached
    findings_left_out: int = 0  # how many it found beyond those that a report has room for
    files: tuple[RuleFile, ...] = ()  # the official files; none where others wrote the rules anew


class Report(Term, frozen=True, kw_only=True):
    """The verdict on one document."""

    layers: tuple[LayerRun, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """No fatal finding, and every layer that was asked for has passed: one that could not run never counts."""
        return all(layer.state == "passed" for layer in self.layers)

    @property
    def complete(self) -> bool:
        """Whether every layer could run; one behind a failed XSD was not reached, and would have said nothing new."""
        return all(layer.state != "could not run" for layer in self.layers)

    def as_json(self, file: str) -> bytes:
        """One line of JSON for the command line and for logs."""
        line = {
            "file": file,
            "valid": self.valid,
            "layers": {run.name: run.version for run in self.layers if run.state in ("passed", "failed")},
            "not_run": {run.name: run.reason for run in self.layers if run.state not in ("passed", "failed")},
            "files": {file.name: file.sha256 for run in self.layers for file in run.files},
            "findings": [msgspec.structs.asdict(finding) for finding in self.findings],
        }
        return msgspec.json.encode(line)


def refused_xml(code: str, text: str, layer: str) -> Finding:
    """The finding on a document that was not even read; `code` and `text` are those of `einvoice.xml.UnsafeXml`."""
    return Finding(rule=code, level="fatal", text=text, where="/", layer=layer)


def could_not_judge(reason: str) -> Report:
    """The report on a document whose validation ran out of time or memory, or died of it."""
    return Report(layers=(LayerRun(name="rules", version="", state="could not run", reason=reason),))
