"""The invoicing service: its areas in their order, each of which may use those after it, and what they share."""

from chassis import Service
from invoicing.drafts.area import area as drafts
from invoicing.issuing.area import area as issuing
from invoicing.life.area import area as life
from invoicing.numbers.area import area as numbers
from invoicing.parties.area import area as parties
from invoicing.settings import InvoicingSettings, limits, official_rules, who_runs_the_network

service = Service(
    name="invoicing",
    settings=InvoicingSettings,
    areas=[issuing, drafts, parties, life, numbers],
    uses=[limits, official_rules, who_runs_the_network],
    documents_from=["portal"],
)
