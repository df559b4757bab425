"""Compiles rules at their first use, and keeps the result in a folder by SHA-256."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from schematron.compiler import compile_rules
from schematron.rules import Rules, load_module


def load(source: Path | bytes, cache_dir: Path | None = None) -> Rules:
    """The rules of `source`: the path of an XSLT, its bytes, or the path of a module that `schematron compile` wrote.

    An XSLT is compiled at its first use and kept in `cache_dir` under the SHA-256 of the XSLT and of this compiler, so
    a new version of either is compiled anew. What lies in that folder is run as Python: nobody but the user of this
    process may write there (the folder is made that way). Raises CannotCompile for rules that are not understood, and
    ValueError for an XSLT without a folder to keep it in.
    """
    if isinstance(source, Path) and source.suffix == ".py":
        return load_module(source)
    if cache_dir is None:
        raise ValueError("an XSLT needs a cache_dir for the module made of it")
    xslt = source.read_bytes() if isinstance(source, Path) else source
    kept = cache_dir / f"{sha256(xslt + _compiler_digest()).hexdigest()}.py"
    if not kept.exists():
        cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(kept, compile_rules(xslt).text)
    return load_module(kept)


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """Writes a file so that a reader finds all of it or none, also when two processes write it at once."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".unfinished")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(unfinished).chmod(mode)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


@cache
def _compiler_digest() -> bytes:
    """The SHA-256 of this package's own source."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
