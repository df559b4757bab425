"""What no bytes may break: they are read and written again, and judged, or refused with the library's own errors."""

from einvoice.rules.validation import validate
from einvoice.ubl.reader import ReadResult, Unreadable, read
from einvoice.ubl.writer import build
from einvoice.xml import UnsafeXml


def try_to_read(document: bytes) -> ReadResult | None:
    """None for what is refused; raises what it should not when bytes break reader or writer."""
    try:
        result = read(document)
    except (UnsafeXml, Unreadable):
        return None
    try:
        result.differences()
        again = read(build(result.invoice))
    except ValueError:  # Sums that cannot be made; Unreadable is one too.
        return result
    assert read(build(again.invoice)).invoice == again.invoice
    return result


def try_to_judge(document: bytes) -> None:
    """Raises when a rule has no answer to what could be read, or passes what could not."""
    report = validate(document)
    assert report.complete, report.layers
    assert try_to_read(document) is not None or not report.valid
