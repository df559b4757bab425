"""Members on one page: who has joined, how each receives documents, and what it asks of its suppliers."""

from chassis import Area
from contracts.directory import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from directory.members import boundary, commands, events, handlers
from directory.members.member import Member

members = Area(
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        onboarding.CompanySigned: boundary.on_company_signed,
        onboarding.TermsRecorded: commands.AcceptTerms,
        portal.ReceptionChosen: commands.ChooseReception,
        portal_v2.ReceptionChosen: commands.ChooseReception,
        portal.SampleDocumentRequested: commands.OrderSample,
        portal.ApprovalPolicySet: commands.SetApprovalPolicy,
        portal.BuyerRulesSet: commands.SetBuyerRules,
    },
    handles={
        commands.Join: handlers.join,
        commands.NoteSigning: Member.note_signing,
        commands.AcceptTerms: Member.accept_terms,
        commands.ChooseReception: handlers.choose_reception,
        commands.OrderSample: handlers.order_sample,
        commands.SetApprovalPolicy: Member.set_approval_policy,
        commands.SetBuyerRules: handlers.set_buyer_rules,
    },
    tells={
        events.ReceptionChanged: boundary.tell_reception_changed,
        events.SampleDocumentOrdered: told.SampleDocumentOrdered,
        events.ApprovalPolicyChanged: told.ApprovalPolicyChanged,
        events.BuyerRulesChanged: told.BuyerRulesChanged,
    },
    refuses={
        portal.ReceptionChosen: told.ReceptionRefused,
        portal_v2.ReceptionChosen: told.ReceptionRefused,
        portal.SampleDocumentRequested: told.SampleDocumentRefused,
        portal.ApprovalPolicySet: told.ApprovalRefused,
        portal.BuyerRulesSet: told.BuyerRulesRefused,
    },
)
