"""The pages that people see: templates, the two languages, and headers that keep a page to itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

LANGUAGES = ("sv", "en")
LANGUAGE_COOKIE = "sim_lang"

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: Request, template: str, *, status: int = 200, form_targets: tuple[str, ...] = (), **values: Any
) -> HTMLResponse:
    """Render a page in the reader's language (Swedish unless English was chosen by ?lang=en).

    `form_targets`: origins outside this one that a form may end up at after a redirect.
    """
    language = _language(request)
    text = _templates.get_template(template).render(
        t=_chooser(language), lang=language, other_language=_address_in_other_language(request, language), **values
    )
    answer = HTMLResponse(text, status)
    targets = " ".join(("'self'", *form_targets))
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        f"base-uri 'none'; frame-ancestors 'none'; form-action {targets}"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.set_cookie(LANGUAGE_COOKIE, language, httponly=True, samesite="lax")
    return answer


def _chooser(language: str) -> Callable[[str, str], str]:
    return lambda swedish, english: english if language == "en" else swedish


def _language(request: Request) -> str:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _address_in_other_language(request: Request, language: str) -> str:
    other = "sv" if language == "en" else "en"
    # A path and query of our own, never a whole address: the link stays on this host whatever Host says.
    return f"{request.url.path}?{request.url.include_query_params(lang=other).query}"
