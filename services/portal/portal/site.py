"""The site: the REST API with its OpenAPI document, the webhooks and the pages, behind one set of headers."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from chassis.runtime import Runtime
from portal.api import (
    accounts,
    balances,
    bank_accounts,
    companies,
    customer_registers,
    desk_credits,
    desk_payments,
    desk_recipients,
    desk_support,
    inbox,
    invoices,
    network,
    orders,
    partners,
    profile,
    reception,
    recipients,
    reference_rules,
    requests,
    signing,
    support,
    team,
    terms,
    webhooks,
)
from portal.api.edge import Edge
from portal.pages.mount import mount_pages
from portal.problems import Problem, answer

SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


def site(runtime: Runtime) -> Any:
    """The ASGI application that people and systems come to."""
    app = FastAPI(
        title="Stafett",
        version="1",
        summary="E-invoices for the Nordics: come aboard, invite, write, send, receive.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        default_response_class=JSONResponse,
    )
    app.state.edge = Edge.of(runtime)
    for part in (
        accounts,
        profile,
        companies,
        bank_accounts,
        team,
        signing,
        network,
        partners,
        reception,
        reference_rules,
        orders,
        balances,
        desk_credits,
        desk_payments,
        invoices,
        inbox,
        requests,
        terms,
        webhooks,
        support,
        desk_support,
        recipients,
        customer_registers,
        desk_recipients,
    ):
        app.include_router(part.router)
    app.include_router(network.welcomes)
    app.include_router(reference_rules.examples)
    mount_pages(app)
    app.middleware("http")(guarded)
    return app


async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """A limit on bodies before they are read, and the headers that every answer carries.

    While the clock is wrong nothing is taken that would be dated, or judged by its age, such as a card provider's word:
    whoever comes again is answered then.
    """
    edge: Edge = request.app.state.edge
    if request.method not in SAFE and not edge.runtime.clock_is_right:
        return answer(Problem("service.unavailable", what="clock"), request)
    upload = request.url.path.endswith(("/attachments", "/customer-registers/files"))
    size_max = edge.settings.attachment_bytes_max if upload else edge.settings.body_bytes_max
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > size_max:
        return answer(Problem("body.too-large", size_max=size_max), request)
    if "transfer-encoding" in request.headers and not upload:
        return answer(Problem("body.length-required"), request)
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
