"""The portal on one page: it hears whatever people may look at, and tells whatever they did."""

from functools import partial

from chassis import Service
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.support import v1 as support
from contracts.wallet import v1 as wallet
from portal.accounts.area import accounts
from portal.companies.area import companies
from portal.credits.area import credits_area
from portal.customers.area import customers
from portal.desk.area import desk
from portal.edge.area import edge
from portal.inbox.area import inbox
from portal.invitations.area import invitations
from portal.invoices.area import invoices
from portal.money.area import money
from portal.network.area import network
from portal.orders.area import orders
from portal.partners.area import partners
from portal.payments.area import payments
from portal.reception.area import reception
from portal.recipients.area import recipients
from portal.reference_rules.area import reference_rules
from portal.settings import PortalSettings
from portal.signing.area import signing
from portal.site import site
from portal.support.area import support as questions
from portal.team.area import team
from portal.telling.area import telling
from portal.telling.boundary import on_news

SHOWN: list[type[Fact]] = [
    onboarding.CompanyLookupAnswered,
    onboarding.CompanyRegistered,
    onboarding.CompanyAlreadyRegistered,
    onboarding.CompanyRegistrationRefused,
    onboarding.TermsRecorded,
    onboarding.TermsRefused,
    onboarding.TermsAskedAgain,
    onboarding.CompletenessChanged,
    onboarding.CompanyVerificationRecorded,
    onboarding.CompanyProfileChanged,
    onboarding.AddressRemoved,
    onboarding.AddressRefused,
    onboarding.BankAccountConfirmed,
    onboarding.BankAccountChangeHeld,
    onboarding.BankAccountChangeStopped,
    onboarding.BankAccountRemoved,
    onboarding.BankAccountRefused,
    onboarding.ColleagueInvitationIssued,
    onboarding.ColleagueInvitationWithdrawn,
    onboarding.MemberJoined,
    onboarding.MemberRoleChanged,
    onboarding.MemberLeft,
    onboarding.MembershipRefused,
    onboarding.AccessRequested,
    onboarding.AccessRequestRefused,
    onboarding.AccessRequestAnswered,
    onboarding.SigningStarted,
    onboarding.SigningRefused,
    onboarding.SigningProgressed,
    onboarding.SigningFailed,
    onboarding.CompanySigned,
    onboarding.SigningAuthorityChecked,
    onboarding.CompanyReady,
    directory.InvitationIssued,
    directory.InvitationRefused,
    directory.SupplierInvitationIssued,
    directory.ConnectionRequested,
    directory.InvitationReceived,
    directory.InvitationReminded,
    directory.InvitationWithdrawn,
    directory.InvitationExpired,
    directory.EnrolmentCompleted,
    directory.ConnectionAccepted,
    directory.EnrolmentRefused,
    directory.ConnectionEstablished,
    directory.ConnectionDeclined,
    directory.ConnectionEnded,
    directory.ConnectionRefused,
    directory.ApprovalPolicyChanged,
    directory.SupplierApprovalChanged,
    directory.ApprovalRefused,
    directory.ContractTextChanged,
    directory.ContractTextRefused,
    directory.ReceptionChanged,
    directory_v2.ReceptionChanged,
    directory.ReceptionRefused,
    directory.SampleDocumentOrdered,
    directory.SampleDocumentRefused,
    delivery.SampleDocumentSent,
    delivery.SampleDocumentFailed,
    directory.BuyerRulesChanged,
    directory.BuyerRulesRefused,
    directory.RecipientLookupAnswered,
    directory.RecipientLookupRefused,
    directory.RecipientRequestReceived,
    directory.RecipientRequestTaken,
    directory.RecipientRegistered,
    directory.RecipientUpdated,
    directory.RecipientRequestRefused,
    directory.RecipientDecisionRefused,
    directory.CustomerRegisterImportBegun,
    directory.CustomerRowsImported,
    directory.CustomersEntered,
    directory.CustomerRegisterImported,
    directory.CustomerRegisterRefused,
    support.CaseOpened,
    support.CaseAnswered,
    support.CaseClosed,
    support.CaseReopened,
    support.CaseRefused,
    wallet.CartPriced,
    wallet.CartRefused,
    wallet.OrderAccepted,
    wallet.TransferAwaited,
    wallet.OrderCancelled,
    wallet.OrderNotCancelled,
    wallet.OrderRefused,
    wallet.PaymentRequested,
    wallet.PaymentRefused,
    wallet.OrderPaid,
    wallet.RefundAgreed,
    wallet.RefundRefused,
    wallet.RefundPaid,
    wallet.RefundFailed,
    wallet.PaymentChargedBack,
    wallet.ChargebackReversed,
    wallet.ChargebackSetAside,
    wallet.ChargebackCleared,
    wallet.DebtChanged,
    wallet.SetAsideSettled,
    wallet.MoneyDecisionRefused,
    wallet.CheckoutQuestioned,
    wallet.CheckoutUnanswered,
    wallet.CreditsGranted,
    wallet.CreditReserved,
    wallet.CreditRefused,
    wallet.CreditCaptured,
    wallet.CreditReleased,
    wallet.CreditsTakenBack,
    wallet.CreditsGivenBack,
    wallet.CreditsAdjusted,
    wallet.AdjustmentProposed,
    wallet.AdjustmentDeclined,
    wallet.AdjustmentRefused,
    wallet.BalanceLow,
    wallet.AccountSaved,
    wallet.SendingAccountChosen,
    wallet.AccountRefused,
    wallet.TopUpAgreed,
    wallet.TopUpEnded,
    wallet.TopUpRefused,
    wallet.PlanChosen,
    wallet.PlanChanged,
    wallet.PlanRefused,
    wallet.TransferReceived,
    wallet.BankFileTaken,
    wallet.BankFileRefused,
    wallet.BankEntriesTaken,
    wallet.BankPaymentArrived,
    wallet.BankPaymentQueued,
    wallet.BankPaymentSettled,
    wallet.BankPaymentDismissed,
    wallet.BankPaymentRefused,
    wallet.PriceAnnounced,
    wallet.PriceRefused,
    wallet.PriceChangeNoticed,
    invoicing.InvoiceDrafted,
    invoicing.InvoiceDraftRefused,
    invoicing.InvoiceReady,
    invoicing.InvoiceHeld,
    invoicing.InvoiceReopened,
    invoicing.InvoiceWithdrawalRefused,
    invoicing.InvoiceRefused,
    invoicing.SendingRepeated,
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

AREAS = [
    desk,
    money,
    questions,
    accounts,
    team,
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
    telling,
]

service = Service(
    name="portal",
    settings=PortalSettings,
    areas=AREAS,
    hears=dict.fromkeys(SHOWN, on_news),
    documents_from=["invoicing", "delivery"],
    rows="portal.accounts",
    site=partial(site, AREAS),
)
