"""The cookies of the pages: all HttpOnly, SameSite=Lax, and Secure wherever the site is reached over https."""

from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request, Response

from contracts.text import forbidden_in
from portal.edge.asking import SESSION_COOKIE, SESSION_COOKIE_PLAIN, Edge

LANGUAGE = "stafett-language"
EMAIL = "stafett-email"
"""Whose code is waited for, so that an address never stands in an address line."""
NEXT = "stafett-next"
"""Where somebody was going when they had to log in or register first."""
HALF = "stafett-half"
"""A log-in with the right password that waits for the code of the second factor."""
DEVICE = "stafett-device"
"""A browser in which somebody has logged in; who guesses at their account elsewhere does not slow them down here."""
LANGUAGE_SECONDS = 365 * 24 * 3600


def is_https(edge: Edge) -> bool:
    return edge.settings.public_url.startswith("https:")


def session_name(edge: Edge) -> str:
    return SESSION_COOKIE if is_https(edge) else SESSION_COOKIE_PLAIN


def form_name(edge: Edge) -> str:
    """Holds the token that forms carry before anybody is logged in."""
    return "__Host-stafett-form" if is_https(edge) else "stafett-form"


def bake(response: Response, edge: Edge, name: str, value: str, seconds: int | None = None) -> None:
    """Sets a cookie; without `seconds` it lives until the browser closes."""
    response.set_cookie(name, quote(value, safe=""), max_age=seconds, **_attributes(edge))


def clear(response: Response, edge: Edge, name: str) -> None:
    response.delete_cookie(name, **_attributes(edge))


def taste(request: Request, name: str) -> str:
    """What a cookie says; empty when there is none, or when it holds what none of ours holds."""
    said = unquote(request.cookies.get(name, ""))
    return "" if forbidden_in(said) else said


def _attributes(edge: Edge) -> dict[str, Any]:
    return {"path": "/", "secure": is_https(edge), "httponly": True, "samesite": "lax"}
