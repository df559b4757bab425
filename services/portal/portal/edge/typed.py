"""What somebody has typed travels with them: over a change of language, and over an answer that comes late.

It lies in cookies of a few minutes, so that the server keeps nothing; neither passwords nor personal numbers go along.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

from fastapi import Request, Response

from contracts.text import forbidden_in
from portal.edge import cookies
from portal.edge.asking import Edge

NAME = "stafett-typed"
COOKIES_MAX = 4
CHARACTERS_PER_COOKIE = 3_500
TEXT_BYTES_MAX = 100_000
SECONDS = 600
NOT_KEPT = frozenset(
    {"token", "request", "captcha", "unsolved", "password", "repeated", "current", "code", "personal_number"}
)


def keep(response: Response, edge: Edge, path: str, fields: Mapping[str, str]) -> None:
    """Keeps fields for the next time that the page at `path` is shown; too much for cookies is not kept."""
    kept = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    written = json.dumps([path.partition("?")[0], kept], ensure_ascii=False).encode()
    text = base64.urlsafe_b64encode(zlib.compress(written, 9)).decode()
    pieces = [text[start : start + CHARACTERS_PER_COOKIE] for start in range(0, len(text), CHARACTERS_PER_COOKIE)]
    if len(pieces) > COOKIES_MAX:
        return
    for number, piece in enumerate(pieces):
        cookies.bake(response, edge, f"{NAME}-{number}", piece, SECONDS)
    if len(pieces) < COOKIES_MAX:
        cookies.clear(response, edge, f"{NAME}-{len(pieces)}")


def typed(request: Request) -> dict[str, str]:
    """What was kept for this page, by field; empty when it is for another one, or is none of ours."""
    text = "".join(_pieces(request))
    try:
        unpacked = zlib.decompressobj()
        written = unpacked.decompress(base64.urlsafe_b64decode(text), TEXT_BYTES_MAX)
        path, fields = json.loads(written)
        found = {str(name): str(value) for name, value in fields.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error, zlib.error):
        return {}
    if path != request.url.path or any(forbidden_in(value, lines=True) for value in found.values()):
        return {}
    return found


def forget(request: Request, response: Response, edge: Edge) -> None:
    """It is shown once."""
    for number, _ in enumerate(_pieces(request)):
        cookies.clear(response, edge, f"{NAME}-{number}")


def _pieces(request: Request) -> list[str]:
    pieces = []
    for number in range(COOKIES_MAX):
        piece = cookies.taste(request, f"{NAME}-{number}")
        if not piece:
            break
        pieces.append(piece)
    return pieces
