"""When to look after an invitation again: to remind, or to end it."""

from chassis import Due, Happened
from directory.invitations.commands import TendInvitation
from directory.invitations.events import (
    ConnectionRequested,
    InvitationIssued,
    InvitationReminded,
    SupplierInvitationIssued,
)

Tended = InvitationIssued | SupplierInvitationIssued | ConnectionRequested | InvitationReminded


def tend(event: Tended, happened: Happened[Tended]) -> Due | None:
    """The next reminder, or the end of the invitation."""
    if event.tend_at is None:
        return None
    reminder = event.reminder + 1 if isinstance(event, InvitationReminded) else 1
    command = TendInvitation(company=event.company, invitation=happened.stream, reminder=reminder, at=event.tend_at)
    return Due(event.tend_at, command)
