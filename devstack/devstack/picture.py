"""`python -m devstack.picture`: the picture of the house: what each service weighs, and which way its imports point.

`python -m devstack.picture <folder>` draws another checkout, such as a worktree of an older commit.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = ("service", "files", "functions", "lines", "longest file", "areas", "arrows", "up", "circles")


@dataclass(frozen=True)
class Picture:
    """One service. `up` counts arrows to an area that stands before the importing one in `app.py`."""

    service: str
    files: int
    functions: int
    lines: int
    longest: int
    areas: int
    arrows: int
    up: int
    circles: int


def picture_of(package: Path) -> Picture:
    """Counts the Python of one service, and its imports from area to area."""
    texts = {path: path.read_text() for path in sorted(package.rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    order = areas_in(package, texts[package / "app.py"])
    arrows = {arrow for path, tree in trees.items() for arrow in arrows_from(path, tree, package, order)}
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return Picture(
        service=package.name,
        files=len(texts),
        functions=sum(isinstance(node, kinds) for tree in trees.values() for node in ast.walk(tree)),
        lines=sum(text.count("\n") for text in texts.values()),
        longest=max(text.count("\n") for text in texts.values()),
        areas=len(order),
        arrows=len(arrows),
        up=sum(order.index(source) > order.index(target) for source, target in arrows),
        circles=len({frozenset((one, other)) for one, other in arrows if reaches(other, one, arrows)}),
    )


def areas_in(package: Path, page: str) -> list[str]:
    """The folders with an `area.py`, in the order in which `app.py` lists them."""
    names = {path.parent.name for path in package.glob("*/area.py")}
    tree = ast.parse(page)
    imported = {
        alias.asname or alias.name: node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and re.fullmatch(rf"{package.name}\.\w+\.area", node.module)
        for alias in node.names
    }
    listed = [list(map(ast.unparse, node.elts)) for node in ast.walk(tree) if isinstance(node, ast.List | ast.Tuple)]
    order = max(([imported[name] for name in one if name in imported] for one in listed), key=len, default=[])
    return [*order, *sorted(names - set(order))]


def arrows_from(path: Path, tree: ast.AST, package: Path, order: list[str]) -> Iterator[tuple[str, str]]:
    """Which areas the file of an area imports from."""
    source = path.relative_to(package).parts[0]
    if source not in order:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (f"{node.module}.{alias.name}" for alias in node.names):
                found = re.match(rf"{package.name}\.(\w+)", name)
                if found and found[1] in order and found[1] != source:
                    yield source, found[1]


def reaches(start: str, goal: str, arrows: set[tuple[str, str]]) -> bool:
    """Whether one area imports another, by whichever way."""
    seen: set[str] = set()
    ahead = {start}
    while ahead - seen:
        seen |= ahead
        ahead = {target for source, target in arrows if source in seen}
    return goal in seen


def pictures(root: Path) -> list[Picture]:
    """Every service of a checkout, by name."""
    return [picture_of(page.parent) for page in sorted(root.glob("services/*/*/app.py"))]


def table(found: list[Picture]) -> str:
    """The pictures as a table in Markdown, with their sum."""
    rows: list[tuple[object, ...]] = [tuple(vars(one).values()) for one in found]
    sums = [sum(vars(one)[name] for one in found) for name in ("files", "functions", "lines")]
    rest = [sum(vars(one)[name] for one in found) for name in ("areas", "arrows", "up", "circles")]
    rows.append(("together", *sums, max(one.longest for one in found), *rest))
    lines = [HEAD, ("---", *["--:"] * (len(HEAD) - 1)), *rows]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in lines)


if __name__ == "__main__":
    print(table(pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)))
