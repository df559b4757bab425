"""Companies: what a company is and has, what it still lacks, and when it is ready to send invoices."""

from chassis import Area
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies import boundary, commands, events, handlers
from onboarding.companies.company import Company

ACTS = (portal.AddressSaved, portal.AddressRemoved)
"""What people do with addresses; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.AddressSaved: commands.SaveAddress,
        portal.AddressRemoved: commands.RemoveAddress,
        directory.ConnectionEstablished: boundary.on_connection_established,
    },
    handles={
        commands.SaveAddress: Company.save_address,
        commands.RemoveAddress: Company.remove_address,
        commands.NoteConnection: handlers.note_connection,
    },
    tells={
        events.AddressChanged: told.CompanyProfileChanged,
        events.AddressRemoved: told.AddressRemoved,
        events.CompletenessChanged: told.CompletenessChanged,
        events.CompanyReady: told.CompanyReady,
    },
    refuses=dict.fromkeys(ACTS, told.AddressRefused),
)
