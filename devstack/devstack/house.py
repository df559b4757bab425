"""`python -m devstack.house`: house rules that linters do not check: sizes, first lines, names, and words that lack."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
FORBIDDEN_NAMES = {"domain", "application", "adapters", "utils", "util", "common", "helpers", "base", "core", "manager"}
FOLDERS = ("libs", "services", "simulators", "devstack", "tests")
NAMES_ALL_SERVICES = (
    ".importlinter",
    "pyproject.toml",
    "devstack/devstack/catalogue.py",
    "devstack/devstack/network.py",
    "docs/architecture.md",
)
LANGUAGES = ("sv", "en")
REFUSALS = ROOT / "libs/contracts/contracts/refusals"
PORTAL = ROOT / "services/portal/portal"
PAGES_SPEAK = ("da", "nb", "fi")
"""The languages of the portal's pages beside those that every service speaks."""
ONLY_AT_THE_DESK = (
    *("bank-file.", "bank-payment.", "refund.", "payment.not-set-aside", "payment.settled-already"),
    *("payment.does-not-fit", "debt.", "chargeback.", "checkout."),
    *("desk.", "staff.", "proposal."),
)
"""Refusals that the operator's staff alone are told, who read Swedish or English."""


def sources() -> Iterator[Path]:
    """Every Python file of ours."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"node_modules", ".venv", "__pycache__"} & set(path.parts):
                yield path


def wrong_in(path: Path) -> Iterator[str]:
    """What breaks the house rules in one file."""
    text = path.read_text()
    if not text.strip():
        yield "is empty: say in one sentence what lives here"
        return
    tree = ast.parse(text)
    if ast.get_docstring(tree) is None:
        yield "does not begin with a sentence saying what lives here"
    if (lines := text.count("\n")) > FILE_LINES_MAX:
        yield f"has {lines} lines, {FILE_LINES_MAX} at most"
    if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES:
        yield "has a name that says nothing of the business"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                yield f"{node.name} has {length} lines, {FUNCTION_LINES_MAX} at most"


def refusals_without_words() -> Iterator[str]:
    """Lists refusal codes that a service raises and that lack a sentence in a language that mails and pages need."""
    words: dict[str, dict[str, str]] = {}
    for path in sorted(REFUSALS.glob("*.toml")):
        own = tomllib.loads(path.read_text())
        yield from (f"{path.name}: another file has words for {code} too" for code in sorted(words.keys() & own.keys()))
        words |= own
    used: dict[str, Path] = {}
    for path in sources():
        if "tests" not in path.parts and path.is_relative_to(ROOT / "services"):
            for code in re.findall(r"(?<![A-Za-z])(?:Refused|Problem)\(\s*\"([a-z0-9.-]+)\"", path.read_text()):
                used.setdefault(code, path)
    for code, path in sorted(used.items()):
        missing = [language for language in LANGUAGES if language not in words.get(code, {})]
        if missing:
            yield f"{path.relative_to(ROOT)}: the refusal {code} has no words in {', '.join(missing)}"


def refusals_on_pages_without_words() -> Iterator[str]:
    """Lists refusals that pages can show and that lack a sentence in a language of the pages."""
    for path in sorted(REFUSALS.glob("*.toml")):
        name = path.name
        for code, own in tomllib.loads(path.read_text()).items():
            missing = [one for one in PAGES_SPEAK if not own.get(one)]
            if missing and not code.startswith(ONLY_AT_THE_DESK):
                yield f"{name}: people and systems are told {code}, which has no words in {', '.join(missing)}"


def words_of_pages() -> Iterator[str]:
    """Lists words that pages ask for, or that one language has, and that another language lacks."""
    folder = PORTAL / "edge/words"
    known = {
        one: set(phrases_in(tomllib.loads((folder / f"{one}.toml").read_text()))) for one in (*LANGUAGES, *PAGES_SPEAK)
    }
    asked = {
        key: path.name
        for path in (*PORTAL.rglob("*.html"), *PORTAL.rglob("*.py"))
        for key in re.findall(r"\bt\(\s*f?[\"']([a-z_.-]+)[\"'][,)]", path.read_text())
    }
    for key in sorted(set().union(asked, *known.values())):
        missing = [one for one, keys in known.items() if key not in keys]
        if missing:
            yield f"edge/words: {key} has no words in {', '.join(missing)}" + (
                f"; {asked[key]} asks for it" if key in asked else ""
            )


def words_of_the_desk() -> Iterator[str]:
    """Lists words that a page of the desk asks for, or that one of its two languages has, and another lacks."""
    folder = PORTAL / "desk"
    known = {one: set(phrases_in(tomllib.loads((folder / f"words/{one}.toml").read_text()))) for one in LANGUAGES}
    asked = {
        key
        for path in (*folder.rglob("*.html"), *folder.rglob("*.py"))
        for key in re.findall(r"\bd\(\s*[\"']([a-z_.-]+)[\"'][,)]", path.read_text())
    }
    for key in sorted(set().union(asked, *known.values())):
        missing = [one for one, keys in known.items() if key not in keys]
        if missing:
            yield f"desk/words: {key} has no words in {', '.join(missing)}"


def phrases_in(table: dict[str, Any], path: str = "") -> Iterator[str]:
    """The keys of a file of words, such as `invoices.title`."""
    for name, value in table.items():
        key = f"{path}{name}"
        if isinstance(value, dict):
            yield from phrases_in(value, f"{key}.")
        else:
            yield key


IN_NO_TEMPLATE = {
    r"<style\b|\sstyle\s*=": "styles a thing in the page: the content security policy stops it; use stafett.css",
    r"<script\b(?![^>]*\bsrc=)": "has a script in the page: the content security policy stops it; use a file in static",
    r"\son[a-z]+\s*=|\bhx-on\b|\bhx-vals\s*=\s*[\"']js:|javascript:": "runs a script out of an attribute",
    r"\|\s*safe\b": "lets text through as HTML",
}
"""Patterns, and what is wrong with a template that has one."""
FORM = re.compile(r"<form\b(?P<opening>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL)


def wrong_in_templates(folder: Path = PORTAL) -> Iterator[str]:
    """Lists what the content security policy would stop, and forms that nobody could send or that lose what was typed.

    A form with `id="form"` is the one whose fields come along when the language is changed; the frame is told by
    `{% set keeps = … %}`.
    """
    for path in sorted(folder.rglob("*.html")):
        text, name = path.read_text(), path.relative_to(folder)
        written = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
        for pattern, what in IN_NO_TEMPLATE.items():
            if re.search(pattern, written, re.IGNORECASE):
                yield f"{name} {what}"
        for form in FORM.finditer(text):
            if 'method="post"' in form["opening"] and "{% include 'hidden.html' %}" not in form["inside"]:
                yield f"{name} has a form without {{% include 'hidden.html' %}}, which every POST must bring back"
        if ('id="form"' in text) != ("{% set keeps" in text) and path.name != "frame.html":
            yield f'{name} has a form with id="form" and no {{% set keeps = true %}}, or the other way round'


def services_without_a_place(root: Path = ROOT) -> Iterator[str]:
    """Lists services that one of the pages does not name which name all services."""
    for page in sorted(root.glob("services/*/pyproject.toml")):
        for place in NAMES_ALL_SERVICES:
            if not re.search(rf"\b{page.parent.name}\b", (root / place).read_text()):
                yield f"{place} does not name the service {page.parent.name}"


def services_in_tests() -> Iterator[str]:
    """Lists tests that import another service, since tests are not packages and import-linter does not see them."""
    names = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
    for path in sources():
        place = path.relative_to(ROOT).parts
        if place[0] != "services" or "tests" not in place:
            continue
        for module in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), re.MULTILINE):
            if module in names - {place[1]}:
                yield f"{path.relative_to(ROOT)} imports {module}, another service"


def main() -> int:
    wrong = [f"{path.relative_to(ROOT)} {what}" for path in sources() for what in wrong_in(path)]
    wrong += [
        *refusals_without_words(),
        *refusals_on_pages_without_words(),
        *words_of_pages(),
        *words_of_the_desk(),
        *wrong_in_templates(),
        *services_without_a_place(),
        *services_in_tests(),
    ]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
