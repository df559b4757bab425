"""`python -m devstack.house`: house rules that linters do not check: sizes, first lines, names of modules, refusals."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
FORBIDDEN_NAMES = {"domain", "application", "adapters", "utils", "util", "common", "helpers", "base", "core", "manager"}
FOLDERS = ("libs", "services", "simulators", "devstack", "tests")
LANGUAGES = ("sv", "en")


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
    for path in sorted((ROOT / "libs/contracts/contracts/refusals").glob("*.toml")):
        words |= tomllib.loads(path.read_text())
    used: dict[str, Path] = {}
    for path in sources():
        if "tests" not in path.parts and path.is_relative_to(ROOT / "services"):
            for code in re.findall(r"(?<![A-Za-z])(?:Refused|Problem)\(\s*\"([a-z0-9.-]+)\"", path.read_text()):
                used.setdefault(code, path)
    for code, path in sorted(used.items()):
        missing = [language for language in LANGUAGES if language not in words.get(code, {})]
        if missing:
            yield f"{path.relative_to(ROOT)}: the refusal {code} has no words in {', '.join(missing)}"


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
    wrong += [*refusals_without_words(), *services_in_tests()]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
