"""The delivery service: its areas in their order, each of which may use those after it, and what they share."""

from chassis import Service
from delivery.channels.email.mail import mail
from delivery.dispatch.area import area as dispatch
from delivery.dispatch.policy import timetable
from delivery.routes.area import area as routes
from delivery.samples.area import area as samples
from delivery.settings import DeliverySettings, pdf_pool
from delivery.statuses.area import area as statuses

service = Service(
    name="delivery",
    settings=DeliverySettings,
    areas=[statuses, samples, dispatch, routes],
    uses=[timetable, mail, pdf_pool],
    documents_from=["invoicing"],
)
