"""The portal on one page: it hears whatever people may look at, and tells whatever they did."""

from chassis import Service
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.support import v1 as support
from contracts.wallet import v1 as wallet
from portal import (
    boundary,
    commands,
    events,
    handlers,
    views_companies,
    views_credits,
    views_invoices,
    views_network,
    views_requests,
    views_support,
)
from portal.accounts.rows import DDL
from portal.settings import PortalSettings
from portal.site import site

SHOWN: list[type[Fact]] = [
    onboarding.CompanyLookupAnswered,
    onboarding.CompanyRegistered,
    onboarding.CompanyAlreadyRegistered,
    onboarding.CompanyRegistrationRefused,
    onboarding.TermsRecorded,
    onboarding.TermsRefused,
    onboarding.CompanyProfileChanged,
    onboarding.AddressRefused,
    onboarding.BankAccountConfirmed,
    onboarding.BankAccountRefused,
    onboarding.SigningStarted,
    onboarding.SigningRefused,
    onboarding.SigningFailed,
    onboarding.CompanySigned,
    onboarding.CompanyReady,
    directory.InvitationIssued,
    directory.InvitationRefused,
    directory.EnrolmentCompleted,
    directory.EnrolmentRefused,
    directory.ConnectionEstablished,
    directory.ReceptionChanged,
    directory.ReceptionRefused,
    directory.BuyerRulesChanged,
    directory.BuyerRulesRefused,
    support.CaseOpened,
    support.CaseAnswered,
    support.CaseClosed,
    support.CaseReopened,
    support.CaseRefused,
    wallet.OrderAccepted,
    wallet.OrderRefused,
    wallet.PaymentRequested,
    wallet.PaymentRefused,
    wallet.OrderPaid,
    wallet.CreditsGranted,
    wallet.CreditReserved,
    wallet.CreditRefused,
    wallet.CreditCaptured,
    wallet.CreditReleased,
    wallet.BalanceLow,
    invoicing.InvoiceDrafted,
    invoicing.InvoiceDraftRefused,
    invoicing.InvoiceReady,
    invoicing.InvoiceHeld,
    invoicing.InvoiceRefused,
    invoicing.InvoiceIssued,
    invoicing.InvoiceHandedOver,
    invoicing.InvoiceDelivered,
    invoicing.InvoiceUndeliverable,
    delivery.DeliveryPlanned,
    delivery.DeliveryAttemptFailed,
    delivery.DocumentReceived,
    delivery.DocumentDownloaded,
    delivery.DocumentDownloadRefused,
]

service = Service(
    name="portal",
    settings=PortalSettings,
    hears=dict.fromkeys(SHOWN, boundary.on_news),
    handles={commands.Tell: handlers.tell, commands.Keep: handlers.keep},
    tells={events.Acted: boundary.tell_act, events.ActedPersonally: boundary.tell_act},
    shows=[
        views_requests.Answers,
        views_companies.Companies,
        views_network.Network,
        views_invoices.Invoices,
        views_invoices.Inbox,
        views_credits.Credits,
        views_support.Cases,
    ],
    documents_from=["invoicing", "delivery"],
    rows=DDL,
    site=site,
)
