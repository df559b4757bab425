"""Files of our own: styles, scripts and fonts of the pages."""

import gzip
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse, Response

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
PACKED = frozenset({".css", ".js", ".svg"})
"""What gets smaller. Fonts are packed already; a page never is, since its length would tell of its secrets."""


class OwnFiles(StaticFiles):
    """Every address of a file names its content or its version, so it may be kept for ever."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = FOR_EVER
            if isinstance(response, FileResponse) and Path(response.path).suffix in PACKED:
                return _packed(Path(response.path), response, Request(scope))
        return response


def _packed(path: Path, plain: Response, request: Request) -> Response:
    """The file with gzip for those who can read it; the plain one for the others, and for a part of it."""
    plain.headers["vary"] = "Accept-Encoding"
    offered = [one.partition(";")[0].strip() for one in request.headers.get("accept-encoding", "").split(",")]
    if "gzip" not in offered or "range" in request.headers or request.method != "GET":
        return plain
    kept = {name: plain.headers[name] for name in ("cache-control", "content-type", "etag", "last-modified", "vary")}
    return Response(packed_of(path), headers={**kept, "content-encoding": "gzip"})


@cache
def packed_of(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
