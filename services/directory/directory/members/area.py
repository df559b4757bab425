"""Members on one page: who is aboard, how each receives documents, and what it asks of its suppliers."""

from chassis.area import Area
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from directory.members import boundary, commands, events, handlers

members = Area(
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        onboarding.CompanySigned: boundary.on_company_signed,
        onboarding.TermsRecorded: boundary.on_terms_recorded,
        portal.ApprovalPolicySet: boundary.on_approval_policy_set,
        portal.ReceptionChosen: boundary.on_reception_chosen,
        portal_v2.ReceptionChosen: boundary.on_reception_chosen,
        portal.SampleDocumentRequested: boundary.on_sample_document_requested,
        portal.BuyerRulesSet: boundary.on_buyer_rules_set,
    },
    handles={
        commands.Join: handlers.join,
        commands.NoteSigning: handlers.note_signing,
        commands.AcceptTerms: handlers.accept_terms,
        commands.SetApprovalPolicy: handlers.set_approval_policy,
        commands.ChooseReception: handlers.choose_reception,
        commands.OrderSample: handlers.order_sample,
        commands.SetBuyerRules: handlers.set_buyer_rules,
    },
    tells={
        events.ReceptionChanged: boundary.tell_reception_changed,
        events.SampleDocumentOrdered: boundary.tell_sample_document_ordered,
        events.ApprovalPolicyChanged: boundary.tell_approval_policy_changed,
        events.BuyerRulesChanged: boundary.tell_buyer_rules_changed,
    },
    refuses={
        portal.ApprovalPolicySet: boundary.tell_approval_refused,
        portal.ReceptionChosen: boundary.tell_reception_refused,
        portal_v2.ReceptionChosen: boundary.tell_reception_refused,
        portal.SampleDocumentRequested: boundary.tell_sample_document_refused,
        portal.BuyerRulesSet: boundary.tell_buyer_rules_refused,
    },
)
