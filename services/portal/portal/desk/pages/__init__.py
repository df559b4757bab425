"""The pages of the operator's desk: each asks no more than its route of the API, and calls that route's function."""

from portal.desk.pages import (
    bank,
    cases,
    companies,
    corrections,
    front,
    invoices,
    log,
    money,
    proposals,
    requests,
    running,
    staff,
)

ROUTERS = [
    module.router
    for module in (
        front,
        requests,
        cases,
        companies,
        invoices,
        money,
        bank,
        corrections,
        proposals,
        running,
        staff,
        log,
    )
]
