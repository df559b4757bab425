"""Heard and told of who trades with whom: invitations, enrolment, connections, buyers' rules."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from directory import events
from directory.commands import Enrol, InviteCustomer, SetBuyerRules
from directory.invitation import Invitation

NO_SUCH_INVITATION = "enrolment.no-such-invitation"
"""One code for a wrong number and a wrong code: a guesser learns nothing from it."""


def on_customer_invited(fact: portal.CustomerInvited, heard: Heard) -> InviteCustomer:
    return InviteCustomer(
        at=heard.at,
        company=fact.company,
        invitation=fact.invitation,
        customer_number=fact.customer_number,
        customer_name=fact.customer_name,
        email=fact.email,
        language=fact.language,
    )


def on_enrolment_requested(fact: portal.EnrolmentRequested, heard: Heard) -> Enrol:
    return Enrol(at=heard.at, company=fact.company, customer_number=fact.customer_number, code=fact.code)


def on_buyer_rules_set(fact: portal.BuyerRulesSet, heard: Heard) -> SetBuyerRules:
    return SetBuyerRules(at=heard.at, company=fact.company, rules=fact.rules, valid_from=fact.valid_from)


def tell_invitation_issued(event: events.InvitationIssued, invitation: Invitation) -> directory.InvitationIssued:
    return directory.InvitationIssued(
        company=event.company,
        invitation=invitation.id,
        supplier_name=event.supplier_name,
        customer_number=event.customer_number,
        customer_name=event.customer_name,
        email=event.email,
        code=event.code,
        language=event.language,
        expires_on=event.expires_on,
    )


def tell_enrolment_completed(event: events.InvitationAccepted, invitation: Invitation) -> directory.EnrolmentCompleted:
    return directory.EnrolmentCompleted(
        company=event.customer,
        invitation=invitation.id,
        supplier=invitation.supplier,
        supplier_name=invitation.supplier_name,
        customer_name=event.customer_name,
        customer_number=invitation.customer_number,
    )


def tell_enrolment_failed(event: events.EnrolmentFailed, _: object) -> directory.EnrolmentRefused:
    details = {"attempts_left": str(event.attempts_left)}
    return directory.EnrolmentRefused(company=event.company, code=NO_SUCH_INVITATION, details=details)


def tell_connection_established(
    event: events.ConnectionEstablished, _: object
) -> tuple[directory.ConnectionEstablished, directory.ConnectionEstablished]:
    """To each side its own copy."""
    supplier = directory.ConnectionEstablished(
        company=event.supplier,
        side="supplier",
        supplier=event.supplier,
        supplier_name=event.supplier_name,
        customer=event.customer,
        customer_name=event.customer_name,
        customer_number=event.customer_number,
    )
    return supplier, supplier.model_copy(update={"company": event.customer, "side": "customer"})


def tell_buyer_rules_changed(event: events.BuyerRulesChanged, _: object) -> directory.BuyerRulesChanged:
    return directory.BuyerRulesChanged(
        company=event.company, version=event.version, valid_from=event.valid_from, rules=event.rules
    )


def tell_invitation_refused(fact: portal.CustomerInvited, refused: Refused) -> directory.InvitationRefused:
    return directory.InvitationRefused(
        company=fact.company, invitation=fact.invitation, code=refused.code, details=refused.details
    )


def tell_enrolment_refused(fact: portal.EnrolmentRequested, refused: Refused) -> directory.EnrolmentRefused:
    return directory.EnrolmentRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_buyer_rules_refused(fact: portal.BuyerRulesSet, refused: Refused) -> directory.BuyerRulesRefused:
    return directory.BuyerRulesRefused(company=fact.company, code=refused.code, details=refused.details)
