"""The terms in force, to read and download before accepting them."""

from typing import Any

from fastapi import APIRouter

from contracts.terms import SALE_TERMS_VERSION, USER_TERMS_VERSION, user_terms

router = APIRouter(prefix="/api/v1", tags=["companies"])


@router.get("/terms")
async def terms() -> dict[str, Any]:
    """The user terms with their version and SHA-256, and the version of the terms of sale."""
    text, digest = user_terms()
    return {
        "user_terms": {"version": USER_TERMS_VERSION, "sha256": digest, "language": "sv", "text": text},
        "terms_of_sale": {"version": SALE_TERMS_VERSION},
    }
