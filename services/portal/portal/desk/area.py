"""The operator's desk: what its staff see and do for the areas below."""

from portal.desk import companies, corrections, health, log, proposals, recipients, set_aside, staff, support
from portal.desk.pages import ROUTERS
from portal.edge.part import Part

desk = Part(
    api=[
        corrections.router,
        recipients.router,
        set_aside.router,
        support.router,
        proposals.router,
        staff.router,
        log.router,
        health.router,
        companies.router,
    ],
    pages=ROUTERS,
)
