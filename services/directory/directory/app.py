"""The directory on one page: what it hears, does, tells and shows."""

from chassis import Service
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from directory import commands, events, policy
from directory.boundary import members, trade
from directory.handlers import members as of_members
from directory.handlers import trade as of_trade
from directory.settings import DirectorySettings

service = Service(
    name="directory",
    settings=DirectorySettings,
    hears={
        onboarding.CompanyRegistered: members.on_company_registered,
        portal.CustomerInvited: trade.on_customer_invited,
        portal.EnrolmentRequested: trade.on_enrolment_requested,
        portal.ReceptionChosen: members.on_reception_chosen,
        portal.BuyerRulesSet: trade.on_buyer_rules_set,
    },
    handles={
        commands.Join: of_members.join,
        commands.InviteCustomer: of_trade.invite_customer,
        commands.Enrol: of_trade.enrol,
        commands.ChooseReception: of_members.choose_reception,
        commands.SetBuyerRules: of_trade.set_buyer_rules,
    },
    tells={
        events.ReceptionChanged: members.tell_reception_changed,
        events.InvitationIssued: trade.tell_invitation_issued,
        events.InvitationAccepted: trade.tell_enrolment_completed,
        events.EnrolmentFailed: trade.tell_enrolment_failed,
        events.ConnectionEstablished: trade.tell_connection_established,
        events.BuyerRulesChanged: trade.tell_buyer_rules_changed,
    },
    refuses={
        portal.CustomerInvited: trade.tell_invitation_refused,
        portal.EnrolmentRequested: trade.tell_enrolment_refused,
        portal.ReceptionChosen: members.tell_reception_refused,
        portal.BuyerRulesSet: trade.tell_buyer_rules_refused,
    },
    uses=[policy.invitation_policy],
)
