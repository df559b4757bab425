"""Answers to common questions on signing."""

from fastapi import APIRouter, Response

from portal.edge.reader import TheReader

router = APIRouter(prefix="/help")

QUESTIONS = ("why", "who", "how", "later", "failed", "exists", "safe")
"""In the order in which people ask them."""


@router.get("/signing")
async def signing(reader: TheReader) -> Response:
    """Open to everybody: who cannot sign yet may not be able to log in either (S2-30)."""
    return reader.page("help_signing.html", questions=QUESTIONS)
