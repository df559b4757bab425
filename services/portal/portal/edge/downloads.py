"""A kept document is handed to whoever may have it."""

from typing import Any

from fastapi import Response

from contracts.values import DocumentRef
from portal.edge.asking import Edge


async def download(edge: Edge, reference: dict[str, Any]) -> Response:
    """A kept document as an attachment: never shown within the site, whatever it holds."""
    document = DocumentRef(**reference)
    content = await edge.runtime.documents.read(document)
    quoted = document.name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    return Response(
        content,
        media_type=document.media_type,
        headers={
            "content-disposition": f'attachment; filename="{quoted}"',
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox",
        },
    )
