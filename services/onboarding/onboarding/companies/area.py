"""Companies: what a company is and has, what it still lacks, and when it is ready to send invoices."""

from chassis.area import Area
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from onboarding.companies import boundary, commands, events, handlers

ACTS = (portal.AddressSaved, portal.AddressRemoved)
"""What people do with addresses; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.AddressSaved: boundary.on_address_saved,
        portal.AddressRemoved: boundary.on_address_removed,
        directory.ConnectionEstablished: boundary.on_connection_established,
    },
    handles={
        commands.SaveAddress: handlers.save_address,
        commands.RemoveAddress: handlers.remove_address,
        commands.NoteConnection: handlers.note_connection,
    },
    tells={
        events.AddressChanged: boundary.tell_company_profile_changed,
        events.AddressRemoved: boundary.tell_address_removed,
        events.CompletenessChanged: boundary.tell_completeness_changed,
        events.CompanyReady: boundary.tell_company_ready,
    },
    refuses=dict.fromkeys(ACTS, boundary.tell_address_refused),
)
