"""What people did at the edge, area by area; all of it is `contracts.portal.v1`."""

from contracts.portal.v1.companies import (
    AddressRemoved,
    AddressSaved,
    BankAccountChangeConfirmed,
    BankAccountChangeRefused,
    BankAccountRemoved,
    BankAccountSaved,
    CompanyLookupRequested,
    CompanyRegistrationRequested,
    SigningCancelled,
    SigningRequested,
    TermsAccepted,
)
from contracts.portal.v1.credits import OrderPlaced, PaymentReported
from contracts.portal.v1.invoices import DocumentOpened, InvoiceDraftSaved, InvoiceSubmitted
from contracts.portal.v1.network import BuyerRulesSet, CustomerInvited, EnrolmentRequested, ReceptionChosen
from contracts.portal.v1.recipients import (
    CustomerRegisterUploaded,
    RecipientLookupRequested,
    RecipientRequestDecided,
    RecipientRequested,
)
from contracts.portal.v1.team import (
    AccessAnswered,
    AccessRequested,
    ColleagueInvitationAccepted,
    ColleagueInvitationWithdrawn,
    ColleagueInvited,
    MemberRemoved,
    MemberRoleSet,
)

__all__ = [
    "AccessAnswered",
    "AccessRequested",
    "AddressRemoved",
    "AddressSaved",
    "BankAccountChangeConfirmed",
    "BankAccountChangeRefused",
    "BankAccountRemoved",
    "BankAccountSaved",
    "BuyerRulesSet",
    "ColleagueInvitationAccepted",
    "ColleagueInvitationWithdrawn",
    "ColleagueInvited",
    "CompanyLookupRequested",
    "CompanyRegistrationRequested",
    "CustomerInvited",
    "CustomerRegisterUploaded",
    "DocumentOpened",
    "EnrolmentRequested",
    "InvoiceDraftSaved",
    "InvoiceSubmitted",
    "MemberRemoved",
    "MemberRoleSet",
    "OrderPlaced",
    "PaymentReported",
    "ReceptionChosen",
    "RecipientLookupRequested",
    "RecipientRequestDecided",
    "RecipientRequested",
    "SigningCancelled",
    "SigningRequested",
    "TermsAccepted",
]
