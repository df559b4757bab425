"""Parties on one page: the companies that invoices are between, their connections, and what buyers ask."""

from chassis.area import Area
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from contracts.wallet import v1 as wallet
from invoicing.parties import boundary, commands, handlers

area = Area(
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        onboarding.CompanySigned: boundary.on_company_signed,
        onboarding.CompanyReady: boundary.on_company_ready,
        onboarding.CompanyProfileChanged: boundary.on_company_profile_changed,
        onboarding.BankAccountConfirmed: boundary.on_bank_account_confirmed,
        onboarding.BankAccountRemoved: boundary.on_bank_account_removed,
        wallet.PlanChanged: boundary.on_plan_changed,
        directory_v2.ReceptionChanged: boundary.on_reception_changed,
        directory.ConnectionEstablished: boundary.on_connection_established,
        directory.ConnectionEnded: boundary.on_connection_ended,
        directory.SupplierApprovalChanged: boundary.on_supplier_approval_changed,
        directory.BuyerRulesChanged: boundary.on_buyer_rules_changed,
    },
    handles={
        commands.RegisterParty: handlers.register_party,
        commands.SignParty: handlers.sign_party,
        commands.DeclarePartyReady: handlers.declare_party_ready,
        commands.MoveParty: handlers.move_party,
        commands.ConfirmAccount: handlers.confirm_account,
        commands.RemoveAccount: handlers.remove_account,
        commands.PermitParty: handlers.permit_party,
        commands.NoteReception: handlers.note_reception,
        commands.EstablishConnection: handlers.establish_connection,
        commands.EndConnection: handlers.end_connection,
        commands.ChangeApproval: handlers.change_approval,
        commands.ChangeBuyerRules: handlers.change_buyer_rules,
    },
)
