"""Signing for a company on a page: begun, followed by code or on this device, and answers to common questions on it."""

from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import segno
from fastapi import APIRouter, Response

from chassis import derived_id
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import TheReader
from portal.signing import api
from portal.signing.view import code_of, signing_of

router = APIRouter()

QUESTIONS = ("why", "who", "how", "later", "failed", "exists", "safe")
"""In the order in which people ask them."""
AT = {"personal-number.malformed": "personal_number", "signing.authority-not-declared": "authority_declared"}
QR_SCALE = 6
BANKID = "bankid"
COUNTRIES = ("SE", "DK", "NO", "FI")


@router.get("/help/signing")
async def signing(reader: TheReader) -> Response:
    """Open to everybody: who cannot sign yet may not be able to log in either (S2-30)."""
    return reader.page("help_signing.html", questions=QUESTIONS)


@router.get("/c/{company}/sign")
async def sign_page(here: TheAdminsCompany) -> Response:
    return await _sign(here, NOTHING_SAID)


@router.post("/c/{company}/sign")
async def sign(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """A Swedish identity is a BankID; the others are asked for by Visma Sign."""
    provider = "bankid" if form["number_country"] == "SE" else "visma-sign"
    signing = derived_id(form.request_of(here.acting.person), "signing")

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.SigningInput, provider=provider)
        return await api.start_signing(body, here.acting, request, response, edge, here.reader.request)

    done = f"{here.path}/sign/{signing}"
    return await act(form, here.reader, route, done=done, again=partial(_sign, here), fields=AT)


async def _sign(here: CompanyPage, said: Said) -> Response:
    filled = {"number_country": here.company["country"]}
    countries = [(country, here.reader.t(f"country.{country}")) for country in COUNTRIES]
    return here.show("sign.html", said=said, filled=filled, countries=countries)


@router.get("/c/{company}/sign/{signing}")
async def signing_page(signing: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """Follows the signing until it ends: a code for a phone, a link for this device, and what to do now."""
    row = await _own(signing, here, edge)
    if row["status"] == "signed":
        return go(f"{here.path}?signed=1")
    back = f"{edge.settings.public_url}{here.path}/sign/{signing}"
    app = f"{edge.settings.bankid_app_url}?{urlencode({'autostarttoken': row['start_token'] or '', 'redirect': back})}"
    return here.show("signing.html", signing=row, says=_says(row, here), app=app, is_bankid=bool(row["start_token"]))


@router.get("/c/{company}/sign/{signing}/state")
async def state(signing: UUID, here: TheCompany, edge: TheEdge) -> dict[str, str]:
    """For the page's own script."""
    row = await _own(signing, here, edge)
    return {"status": row["status"], "says": _says(row, here)}


@router.get("/c/{company}/sign/{signing}/code.svg")
async def code(signing: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """The code of this second, for a phone to scan."""
    text = await code_of(edge.db, here.acting.company, signing)
    if text is None:
        raise Problem("signing.not-found")
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=QR_SCALE, border=2, xmldecl=False)
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"cache-control": "no-store"})


@router.post("/c/{company}/sign/{signing}/cancel")
async def cancel(signing: UUID, form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """Gives it up; everything that was filled in stays."""

    async def route(request: UUID, response: Response) -> Any:
        return await api.cancel_signing(signing, here.acting, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/sign", again=partial(_sign, here))


async def _own(signing: UUID, here: CompanyPage, edge: TheEdge) -> dict[str, Any]:
    row = await signing_of(edge.db, here.acting.company, signing)
    if row is None:
        raise Problem("signing.not-found")
    return row


def _says(row: dict[str, Any], here: CompanyPage) -> str:
    return api.what_it_says(row["status"], row["hint"], row["reason"], here.reader.language)
