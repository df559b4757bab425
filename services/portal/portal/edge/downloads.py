"""A kept document is handed to whoever may have it."""

from typing import Any
from urllib.parse import quote

from fastapi import Response

from contracts.values import DocumentRef
from portal.edge.asking import Edge

NAME_CHARACTERS_MAX = 120


async def download(edge: Edge, reference: dict[str, Any]) -> Response:
    """A kept document as an attachment: never shown within the site, whatever it holds."""
    document = DocumentRef(**reference)
    content = await edge.runtime.documents.read(document)
    return Response(content, media_type=document.media_type, headers=as_attachment(document.name))


def as_attachment(name: str) -> dict[str, str]:
    """Headers of a file that is kept and never run, under a name that may be written in any alphabet (RFC 6266)."""
    kept = "".join(sign if sign.isprintable() and sign not in '"/\\;' else "_" for sign in name)[-NAME_CHARACTERS_MAX:]
    plain = kept.encode("ascii", "replace").decode().replace("?", "_")
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(kept, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
    }
