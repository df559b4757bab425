"""What is told of an invitation: to the inviter, and to every company that holds it."""

from collections.abc import Iterator

from chassis.copying import told_as
from contracts.directory import v1 as directory
from directory.invitations import events
from directory.invitations.invitation import Invitation

NO_SUCH_INVITATION = "enrolment.no-such-invitation"
"""One code for a wrong number and a wrong code: a guesser learns nothing from it."""

invitation_issued = told_as(events.InvitationIssued, directory.InvitationIssued)
supplier_invitation_issued = told_as(events.SupplierInvitationIssued, directory.SupplierInvitationIssued)
connection_requested = told_as(events.ConnectionRequested, directory.ConnectionRequested)


def tell_invitation_issued(
    event: events.InvitationIssued, invitation: Invitation
) -> Iterator[directory.InvitationIssued | directory.InvitationReceived]:
    yield invitation_issued(event, invitation)
    yield from _received(invitation)


def tell_supplier_invitation_issued(
    event: events.SupplierInvitationIssued, invitation: Invitation
) -> Iterator[directory.SupplierInvitationIssued | directory.InvitationReceived]:
    yield supplier_invitation_issued(event, invitation)
    yield from _received(invitation)


def tell_connection_requested(
    event: events.ConnectionRequested, invitation: Invitation
) -> Iterator[directory.ConnectionRequested | directory.InvitationReceived]:
    yield connection_requested(event, invitation)
    yield from _received(invitation)


def _received(invitation: Invitation) -> Iterator[directory.InvitationReceived]:
    """Tells the member that the invitation is addressed to, if there is one."""
    if invitation.addressee:
        told = tell_invitation_opened(events.InvitationOpened(company=invitation.addressee), invitation)
        yield told.model_copy(update={"opened": False})


def tell_invitation_opened(event: events.InvitationOpened, invitation: Invitation) -> directory.InvitationReceived:
    return directory.InvitationReceived(
        company=event.company,
        invitation=invitation.id,
        direction=invitation.direction,
        inviter=invitation.inviter,
        inviter_name=invitation.inviter_name,
        number=invitation.number,
        expires_on=invitation.expires_on,
        opened=True,
    )


def tell_invitation_reminded(
    event: events.InvitationReminded, invitation: Invitation
) -> directory.InvitationReminded | None:
    if invitation.email is None or invitation.code is None:
        return None
    return directory.InvitationReminded(
        company=event.company,
        invitation=invitation.id,
        direction=invitation.direction,
        inviter_name=invitation.inviter_name,
        invited_name=invitation.invited_name,
        number=invitation.number,
        email=invitation.email,
        code=invitation.code,
        language=invitation.language,
        expires_on=invitation.expires_on,
        reminder=event.reminder,
    )


def tell_enrolment_completed(event: events.InvitationAccepted, invitation: Invitation) -> directory.EnrolmentCompleted:
    return directory.EnrolmentCompleted(
        company=event.customer,
        invitation=invitation.id,
        supplier=invitation.inviter,
        supplier_name=invitation.inviter_name,
        customer_name=event.customer_name,
        customer_number=invitation.number,
        contract_sha256=event.contract_sha256,
    )


def tell_connection_accepted(event: events.SupplierAccepted, invitation: Invitation) -> directory.ConnectionAccepted:
    return directory.ConnectionAccepted(
        company=event.supplier,
        invitation=invitation.id,
        supplier_name=event.supplier_name,
        customer=invitation.inviter,
        customer_name=invitation.inviter_name,
        customer_number=event.customer_number,
    )


def tell_enrolment_failed(event: events.EnrolmentFailed, _: object) -> directory.EnrolmentRefused:
    details = {"attempts_left": str(event.attempts_left)}
    return directory.EnrolmentRefused(company=event.company, code=NO_SUCH_INVITATION, details=details)


def tell_connection_declined(
    event: events.InvitationDeclined, invitation: Invitation
) -> tuple[directory.ConnectionDeclined, directory.ConnectionDeclined]:
    """Tells the company that declined, then the inviter."""
    invited = directory.ConnectionDeclined(
        company=event.company,
        invitation=invitation.id,
        side="invited",
        partner_name=invitation.inviter_name,
        reason=event.reason,
    )
    changes = {"company": invitation.inviter, "side": "inviter", "partner_name": event.name}
    return invited, invited.model_copy(update=changes)


def tell_invitation_withdrawn(
    event: events.InvitationWithdrawn, invitation: Invitation
) -> Iterator[directory.InvitationWithdrawn]:
    for company in (event.company, *sorted(invitation.holders)):
        yield directory.InvitationWithdrawn(company=company, invitation=invitation.id)


def tell_invitation_expired(
    event: events.InvitationExpired, invitation: Invitation
) -> Iterator[directory.InvitationExpired]:
    for company in (event.company, *sorted(invitation.holders)):
        yield directory.InvitationExpired(company=company, invitation=invitation.id)
