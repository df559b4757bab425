"""The portal on one page: it hears whatever people may look at, and tells whatever they did."""

from functools import partial

from chassis import Service
from portal.accounts.area import accounts
from portal.companies.area import companies
from portal.credits.area import credits_area
from portal.customers.area import customers
from portal.desk.area import desk
from portal.edge.area import edge
from portal.help.area import help_for_all
from portal.inbox.area import inbox
from portal.invitations.area import invitations
from portal.invoices.area import invoices
from portal.invoices.drawing import DraftDrawing
from portal.keys.area import keys
from portal.live.area import live
from portal.mails.area import mails
from portal.money.area import money
from portal.network.area import network
from portal.oneself.area import oneself
from portal.orders.area import orders
from portal.overview.area import overview
from portal.partners.area import partners
from portal.payments.area import payments
from portal.reception.area import reception
from portal.recipients.area import recipients
from portal.reference_rules.area import reference_rules
from portal.settings import PortalSettings
from portal.signing.area import signing
from portal.site import site
from portal.staff.area import staff
from portal.support.area import support
from portal.team.area import team
from portal.telling.area import telling
from portal.telling.boundary import on_news
from portal.telling.shows import heard_by

AREAS = [
    overview,
    live,
    desk,
    money,
    support,
    help_for_all,
    oneself,
    accounts,
    team,
    keys,
    mails,
    signing,
    invitations,
    inbox,
    invoices,
    recipients,
    customers,
    reference_rules,
    reception,
    partners,
    orders,
    payments,
    credits_area,
    companies,
    network,
    edge,
    staff,
    telling,
]

service = Service(
    name="portal",
    settings=PortalSettings,
    areas=AREAS,
    hears=dict.fromkeys(heard_by(view for area in AREAS for view in area.shows), on_news),
    documents_from=["invoicing", "delivery"],
    uses=[DraftDrawing],
    rows="portal.accounts",
    site=partial(site, AREAS),
)
