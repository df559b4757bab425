"""Looks at a PDF that somebody wants to attach: is it one, can everybody open it, is it nothing else beside?

What is attached goes on to the receiver as it is (BG-24), so what a page does not need is refused here: programs,
files inside it, and bytes that another program would take for an archive or a page of the web. Nothing of it is ever
run. A PDF can be made to swell without end: a service calls this in a process that is limited.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from einvoice.hybrid_files import FILES_READ

PAGES_MAX: Final = 1_000
HEAD, TAIL = b"%PDF-", b"%%EOF"
TAIL_WITHIN: Final = 1024
"""Readers look for the end mark within the last 1,024 bytes (ISO 32000-1, annex H.3.18)."""
DEPTH_MAX: Final = 100
"""How deep dictionaries and arrays may stand in one another; a file that people read has a handful."""
PROGRAMS: Final = ("/JavaScript", "/Launch", "/Rendition", "/RichMediaExecute", "/ImportData")
"""Actions that run something or take something in (ISO 32000-1, 12.6.4)."""
_ZIP_END, _ZIP_END_BYTES, _ZIP_COMMENT_BYTES_MAX = b"PK\x05\x06", 22, 65_535
_TELLING = re.compile(rb"/(?:JS|JavaScript|Launch|Rendition|RichMedia\w*|ImportData|EF|EmbeddedFiles?)\b")
_BROKEN = (
    *(pikepdf.PdfError, zlib.error),
    *(ValueError, LookupError, AttributeError, TypeError, RuntimeError),  # pikepdf of objects that are not as expected
)


class NotAttachable(ValueError):
    """The file cannot be attached; `code` says why, and `details` what its words need."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}


def inspect(content: bytes, asked: dict[str, Any]) -> bytes:
    """Nothing. Raises NotAttachable; asked for may be `pages_max`."""
    if not content.startswith(HEAD) or TAIL not in content[-TAIL_WITHIN:]:
        raise NotAttachable("document.not-pdf")
    if is_archive(content):
        raise NotAttachable("document.something-else-too")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _inspect(pdf, int(asked.get("pages_max", PAGES_MAX)))
    except pikepdf.PasswordError as error:
        raise NotAttachable("document.protected") from error
    except NotAttachable:
        raise
    except _BROKEN as error:
        raise NotAttachable("document.not-pdf") from error
    return b""


def is_archive(content: bytes) -> bool:
    """Whether the bytes end as a ZIP archive does, which may stand behind anything else."""
    at = content.rfind(_ZIP_END, -_ZIP_END_BYTES - _ZIP_COMMENT_BYTES_MAX)
    end = content[at : at + _ZIP_END_BYTES] if at >= 0 else b""
    return len(end) == _ZIP_END_BYTES and at + _ZIP_END_BYTES + int.from_bytes(end[20:], "little") >= len(content)


def _inspect(pdf: pikepdf.Pdf, pages_max: int) -> None:
    count = _pages(pdf, pages_max)
    if count > pages_max:
        raise NotAttachable("document.too-many-pages", pages=count, pages_max=pages_max)
    if count < 1:
        raise NotAttachable("document.not-pdf")
    for thing in pdf.objects:
        dictionary = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        if _TELLING.search(dictionary.unparse(resolved=True)):
            for inner in _dictionaries(dictionary, DEPTH_MAX):
                _look(inner)


def _pages(pdf: pikepdf.Pdf, pages_max: int) -> int:
    """How many there are; the tree of pages is not gone through when it says already that they are too many."""
    top = pdf.Root.Pages
    told = max(int(top.get("/Count", 0)), len(top.Kids))
    return told if told > pages_max else len(pdf.pages)


def _look(dictionary: pikepdf.Object) -> None:
    """Raises NotAttachable for an action that runs something, or for a file inside that is no hybrid invoice's."""
    if "/JS" in dictionary or str(dictionary.get("/S", "")) in PROGRAMS:
        raise NotAttachable("document.program-inside")
    if str(dictionary.get("/Subtype", "")) == "/RichMedia":
        raise NotAttachable("document.program-inside")
    if "/EF" in dictionary:
        name = str(dictionary.get("/UF", dictionary.get("/F", "")))
        if name not in FILES_READ:
            raise NotAttachable("document.file-inside", file=name[:100])


def _dictionaries(thing: Any, depth_max: int) -> Iterator[pikepdf.Object]:
    """The dictionary and those that stand directly in it; what it refers to is an object of its own."""
    if depth_max < 1:
        raise NotAttachable("document.not-pdf")
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        for inner in thing.values():
            yield from _inside(inner, depth_max)
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            yield from _inside(inner, depth_max)


def _inside(inner: Any, depth_max: int) -> Iterator[pikepdf.Object]:
    if isinstance(inner, pikepdf.Dictionary | pikepdf.Array) and not inner.is_indirect:
        yield from _dictionaries(inner, depth_max - 1)
