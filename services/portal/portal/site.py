"""The site: the REST API with its OpenAPI document, the webhooks and the pages, behind one set of headers."""

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from chassis.running.runtime import Runtime
from portal.api import (
    accounts,
    balances,
    bank_accounts,
    companies,
    customer_registers,
    desk_credits,
    desk_money,
    desk_payments,
    desk_recipients,
    desk_set_aside,
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
from portal.guard import Guard, headed
from portal.pages.faults import on_fault
from portal.pages.mount import mount_pages


class Site(FastAPI):
    """Gives every answer its headers, that of a crash too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, headed(send))


def site(runtime: Runtime) -> Any:
    """The ASGI application that people and systems come to."""
    app = Site(
        title="Stafett",
        version="1",
        summary="E-invoices for the Nordics: come aboard, invite, write, send, receive.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        default_response_class=JSONResponse,
    )
    app.state.edge = edge = Edge.of(runtime)
    runtime.beside("account mails", edge.post.run)
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
        desk_money,
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
        desk_set_aside,
    ):
        app.include_router(part.router)
    app.include_router(network.welcomes)
    app.include_router(reference_rules.examples)
    mount_pages(app)
    app.add_middleware(Guard, edge.settings, on_fault, lambda: runtime.clock_is_right)
    return app
