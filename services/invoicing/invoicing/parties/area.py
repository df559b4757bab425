"""Parties on one page: the companies that invoices are between, their connections, and what buyers ask.

Each fact is taken in the lane of the company that it is about.
"""

from chassis import Area
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from contracts.wallet import v1 as wallet
from invoicing.parties import boundary, commands, handlers
from invoicing.parties.party import Party

area = Area(
    hears={
        onboarding.CompanyRegistered: commands.RegisterParty,
        onboarding.CompanySigned: commands.SignParty,
        onboarding.CompanyReady: commands.DeclarePartyReady,
        onboarding.CompanyProfileChanged: commands.MoveParty,
        onboarding.BankAccountConfirmed: commands.ConfirmAccount,
        onboarding.BankAccountRemoved: commands.RemoveAccount,
        wallet.PlanChanged: commands.PermitParty,
        directory_v2.ReceptionChanged: boundary.on_reception_changed,
        directory.ConnectionEstablished: boundary.on_connection_established,
        directory.ConnectionEnded: boundary.on_connection_ended,
        directory.SupplierApprovalChanged: boundary.on_supplier_approval_changed,
        directory.BuyerRulesChanged: commands.ChangeBuyerRules,
    },
    handles={
        commands.RegisterParty: Party.register,
        commands.SignParty: Party.sign,
        commands.DeclarePartyReady: Party.declare_ready,
        commands.MoveParty: Party.move,
        commands.ConfirmAccount: Party.confirm_account,
        commands.RemoveAccount: Party.remove_account,
        commands.PermitParty: Party.permit,
        commands.NoteReception: Party.note_reception,
        commands.EstablishConnection: handlers.establish_connection,
        commands.EndConnection: handlers.end_connection,
        commands.ChangeApproval: handlers.change_approval,
        commands.ChangeBuyerRules: handlers.change_buyer_rules,
    },
)
