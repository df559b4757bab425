"""Says what a rule asks or what a business term is, in people's words and in those of the official files."""

import re

from einvoice.rules.official_files import en16931_rules
from einvoice.rules.preflight import RULES
from einvoice.rules.words import rule_words, sentence
from einvoice.term_names import term_name
from einvoice.terms import all_terms
from einvoice.xml import parse

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"


def explain(name: str, language: str = "en") -> str | None:
    """A few lines on a rule (BR-CO-15, SE-R-013, NORDIC-OCR) or a term (BT-112, BG-25); None for an unknown name.

    Our own sentence, in `language`, comes first where a rule has one; a term has its name in it. Raises ValueError for
    a language we do not have.
    """
    wanted = name.strip().upper()
    if re.fullmatch(r"B[TG]-\d+", wanted):
        return _term(wanted, language)
    known = {rule.upper(): rule for rule in rule_words()}.get(wanted, wanted)
    ours = sentence(known, language)
    official = _own(wanted) or _peppol(wanted) or _en16931(wanted)
    if ours is None:
        return official
    head, _, rest = (official or known).partition("\n")
    term = rule_words()[known].term
    named = [f"  {term} {term_name(term, language)}"] if term else []
    return "\n".join([head, f"  {ours}", *named, *([rest] if rest else [])])


def _term(number: str, language: str) -> str | None:
    found = [term for term in all_terms() if term.number == number]
    if not found:
        return None
    places = [f"  UBL: {term.path}" for term in found if term.path]
    return "\n".join([f"{number} {term_name(number, language)}", f"  field: {found[0].field}", *places])


def _own(name: str) -> str | None:
    rule = RULES.get(name)
    if rule is None:
        return None
    return f"{name} ({rule.level}, Nordic pre-flight, {rule.term})\n  {rule.text}"


def _peppol(name: str) -> str | None:
    from mockeinvoice.rules import REGISTRY

    rule = REGISTRY["peppol"].get(name)
    if rule is None:
        return None
    return f"{name} ({rule.flag}, Peppol BIS Billing 3, in mock-einvoice's words)\n  {rule.about}\n  {rule.link}"


def _en16931(name: str) -> str | None:
    stylesheet = parse(en16931_rules().read_bytes())
    for failed in stylesheet.iter(f"{_SVRL}failed-assert"):
        told = {attribute.get("name"): attribute.text for attribute in failed.iterfind(f"{_XSL}attribute")}
        if told.get("id") == name:
            text = " ".join((failed.findtext(f"{_SVRL}text") or "").split())
            return f"{name} ({told.get('flag')}, EN 16931)\n  {text}\n  test: {failed.get('test')}"
    return None
