"""Official rules as compiled Python: where what was compiled is kept, and a layer's findings from it."""

import logging
import os
import stat
from collections.abc import Iterator
from importlib.abc import InspectLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from einvoice.places import Places
from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.official_files import without_id
from einvoice.rules.parsed import ParsedDocument
from einvoice.terms import term_of
from einvoice.xml import location
from schematron import MILD_FLAGS, NotReadable, Rules, compile_rules, load
from schematron.rules import rules_of

logger = logging.getLogger(__name__)

CACHE_DIR = "EINVOICE_CACHE_DIR"
"""The setting for the folder that compiled rules are kept in; by default `stafett` in the user's XDG cache."""
_UNCOMPUTED_TOLD_MAX = 5


class NoAnswer(RuntimeError):
    """Some assertions could not be computed, so the document has not been judged."""


class CompiledRules:
    """One official rule file, compiled at its first use (0.4 s) and kept by SHA-256 (0.1 s). Threads may share it."""

    def __init__(self, xslt: bytes, cache_dir: Path | None = None, *, files: tuple[RuleFile, ...] = ()) -> None:
        self._rules = _load(xslt, cache_dir)
        self.files = files
        self.rule_ids = self._rules.rule_ids

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every assertion that failed. Raises NoAnswer when one of them could not be computed."""
        try:
            result = self._rules.check(document.elements)
        except NotReadable as refusal:  # Too deep, or with too many different paths, both of which strangers decide.
            return [not_readable(refusal, document)]
        if result.uncomputed:
            told = [f"{missing.rule} at {missing.where}: {missing.reason}" for missing in result.uncomputed]
            raise NoAnswer("; ".join(told[:_UNCOMPUTED_TOLD_MAX]))
        places = Places(document.root)
        return [_finding(found.rule, found.flag, found.text, places.of_names(found.where)) for found in result.findings]


def not_readable(refusal: NotReadable, document: ParsedDocument) -> Finding:
    """The finding on a document that has more than rules are asked about."""
    return Finding(rule="xml.too-large", level="fatal", text=str(refusal), where=location(document.root))


def cache_folder() -> Path:
    """Where compiled rules are kept. Raises RuntimeError when the user has no home."""
    named = os.environ.get(CACHE_DIR)
    if named:
        return Path(named) / "rules"
    xdg = os.environ.get("XDG_CACHE_HOME")
    return (Path(xdg) if xdg else Path.home() / ".cache") / "stafett" / "rules"


def _finding(rule: str, flag: str, text: str, where: str) -> Finding:
    words = " ".join(text.split())
    return Finding(
        rule=rule or "unnamed",
        level="warning" if flag in MILD_FLAGS else "fatal",
        text=without_id(words),
        where=where,
        term=term_of(where, words),
    )


def _load(xslt: bytes, cache_dir: Path | None) -> Rules:
    """The rules, kept in a folder; in memory alone when there is none to keep them in, or what it keeps is broken."""
    try:
        return load(xslt, _made_safe(cache_dir or cache_folder()))
    except (OSError, RuntimeError, ImportError, SyntaxError) as failure:
        logger.warning("compiled rules are not kept, which makes each start slower: %s", failure)
    return _in_memory(compile_rules(xslt).text)


def _made_safe(folder: Path) -> Path:
    """The folder, made for its user alone. Raises PermissionError when another user could put a module into it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = folder.resolve()
    for place, mode, owner in _standing(folder):
        others_write = mode & (stat.S_IWGRP | stat.S_IWOTH)
        if place == folder:
            unsafe = owner != os.geteuid() or mode & 0o077
        else:  # In a sticky folder nobody can move what is another's.
            unsafe = owner not in (0, os.geteuid()) or (others_write and not mode & stat.S_ISVTX)
        if unsafe:
            raise PermissionError(f"{place} is not its user's alone, so no compiled rules are read from {folder}")
    return folder


def _standing(folder: Path) -> Iterator[tuple[Path, int, int]]:
    for place in (folder, *folder.parents):
        found = place.stat()
        yield place, found.st_mode, found.st_uid


class _Source(InspectLoader):
    """Gives a compiled module that is in no file."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, fullname: str) -> str:
        return self._text


def _in_memory(text: str) -> Rules:
    loader = _Source(text)
    spec = spec_from_loader("_compiled_rules", loader)
    if spec is None:
        raise ImportError("compiled rules cannot be loaded")
    module = module_from_spec(spec)
    loader.exec_module(module)
    return rules_of(module)
