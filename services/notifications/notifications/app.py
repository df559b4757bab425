"""Notifications on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.invoicing import v1 as invoicing
from contracts.notifications import v1 as told_by_us
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.support import v1 as support_facts
from contracts.wallet import v1 as wallet
from notifications import commands, events, handlers, letter, policy, post, smtp, views
from notifications.boundary import articles, companies, invoices, network, purchases, recipients, support, told
from notifications.settings import NotificationsSettings

to_the_receiver = Act(post.send_mail, destination=post.destination, timeout_s=120)

service = Service(
    name="notifications",
    settings=NotificationsSettings,
    hears={
        onboarding.CompanyRegistered: companies.on_company_registered,
        onboarding.CompanySigned: companies.on_company_signed,
        onboarding.TermsAskedAgain: companies.on_terms_asked_again,
        onboarding.MemberJoined: companies.on_member_joined,
        onboarding.MemberRoleChanged: companies.on_member_role_changed,
        onboarding.MemberLeft: companies.on_member_left,
        onboarding.BankAccountChangeHeld: companies.on_bank_account_change_held,
        onboarding.BankAccountConfirmed: companies.on_bank_account_confirmed,
        onboarding.BankAccountChangeStopped: companies.on_bank_account_change_stopped,
        onboarding.AccessRequested: companies.on_access_requested,
        onboarding.AccessRequestAnswered: companies.on_access_request_answered,
        portal.MailChoiceMade: commands.LearnMailChoice,
        directory.ReceptionChanged: network.on_reception_changed,
        directory_v2.ReceptionChanged: network.on_reception_changed,
        directory.InvitationIssued: network.on_invitation_issued,
        directory.SupplierInvitationIssued: network.on_supplier_invitation_issued,
        directory.InvitationReminded: network.on_invitation_reminded,
        directory.InvitationReceived: network.on_invitation_received,
        directory.EnrolmentCompleted: network.on_enrolment_completed,
        directory.ConnectionEstablished: network.on_connection_established,
        directory.ConnectionDeclined: network.on_connection_declined,
        directory.ConnectionEnded: network.on_connection_ended,
        directory.SupplierApprovalChanged: network.on_supplier_approval_changed,
        wallet.AccountSaved: purchases.on_account_saved,
        wallet.OrderAccepted: purchases.on_order_accepted,
        wallet.OrderPaid: purchases.on_order_paid,
        wallet.RefundPaid: purchases.on_refund_paid,
        wallet.PaymentChargedBack: purchases.on_payment_charged_back,
        wallet.PlanChosen: purchases.on_plan_chosen,
        wallet.PlanChanged: purchases.on_plan_changed,
        wallet.PriceChangeNoticed: purchases.on_price_change_noticed,
        wallet.BalanceLow: purchases.on_balance_low,
        invoicing.InvoiceHeld: invoices.on_invoice_held,
        invoicing.InvoiceUndeliverable: invoices.on_invoice_undeliverable,
        support_facts.CaseOpened: support.on_case_opened,
        support_facts.CaseAnswered: support.on_case_answered,
        support_facts.CaseClosed: support.on_case_closed,
        portal.ArticleChanged: articles.on_article_changed,
        delivery.DocumentReceived: invoices.on_document_received,
        directory.RecipientRegistered: recipients.on_recipient_registered,
        directory.RecipientUpdated: recipients.on_recipient_updated,
        directory.RecipientRequestRefused: recipients.on_recipient_request_refused,
    },
    handles={
        commands.LearnContact: handlers.learn_contact,
        commands.LearnAccount: handlers.learn_account,
        commands.LearnReception: handlers.learn_reception,
        commands.LearnMailChoice: handlers.learn_mail_choice,
        commands.LearnMember: handlers.learn_member,
        commands.LearnRole: handlers.learn_role,
        commands.ForgetMember: handlers.forget_member,
        commands.MailContact: handlers.mail_contact,
        commands.MailOwners: handlers.mail_owners,
        commands.MailStranger: handlers.mail_stranger,
        commands.RetryMail: handlers.retry_mail,
        commands.RecordMailSent: handlers.record_mail_sent,
        commands.RecordMailFailure: handlers.record_mail_failure,
    },
    tells={
        events.MailSent: told.tell_mail_sent,
        events.MailBounced: told.tell_mail_bounced,
        events.MailChoiceLearned: told_by_us.MailChoiceKept,
    },
    schedules={events.MailAttemptFailed: policy.retry_mail},
    acts={
        events.MailPlanned: to_the_receiver,
        events.MailRetried: to_the_receiver,
    },
    shows=[views.BouncedMails],
    uses=[policy.MailPolicy.register, letter.register, smtp.register],
)
