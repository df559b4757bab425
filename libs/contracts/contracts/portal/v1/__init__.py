"""What people did at the edge, area by area; all of it is `contracts.portal.v1`."""

from contracts.portal.v1.companies import (
    AddressSaved,
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

__all__ = [
    "AddressSaved",
    "BankAccountSaved",
    "BuyerRulesSet",
    "CompanyLookupRequested",
    "CompanyRegistrationRequested",
    "CustomerInvited",
    "DocumentOpened",
    "EnrolmentRequested",
    "InvoiceDraftSaved",
    "InvoiceSubmitted",
    "OrderPlaced",
    "PaymentReported",
    "ReceptionChosen",
    "SigningCancelled",
    "SigningRequested",
    "TermsAccepted",
]
