"""Notifications on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.wallet import v1 as wallet
from notifications import commands, events, handlers, letter, policy, post, smtp, views
from notifications.boundary import companies, invoices, network, purchases, told
from notifications.settings import NotificationsSettings

at_the_mail_server = Act(post.send_mail, destination=lambda event: "mail server", timeout_s=120)

service = Service(
    name="notifications",
    settings=NotificationsSettings,
    hears={
        onboarding.CompanyRegistered: companies.on_company_registered,
        onboarding.CompanySigned: companies.on_company_signed,
        directory.ReceptionChanged: network.on_reception_changed,
        directory.InvitationIssued: network.on_invitation_issued,
        directory.EnrolmentCompleted: network.on_enrolment_completed,
        directory.ConnectionEstablished: network.on_connection_established,
        wallet.OrderPaid: purchases.on_order_paid,
        wallet.BalanceLow: purchases.on_balance_low,
        invoicing.InvoiceHeld: invoices.on_invoice_held,
        invoicing.InvoiceUndeliverable: invoices.on_invoice_undeliverable,
        delivery.DocumentReceived: invoices.on_document_received,
    },
    handles={
        commands.LearnContact: handlers.learn_contact,
        commands.LearnReception: handlers.learn_reception,
        commands.MailContact: handlers.mail_contact,
        commands.MailStranger: handlers.mail_stranger,
        commands.RetryMail: handlers.retry_mail,
        commands.RecordMailSent: handlers.record_mail_sent,
        commands.RecordMailFailure: handlers.record_mail_failure,
    },
    tells={
        events.MailSent: told.tell_mail_sent,
        events.MailBounced: told.tell_mail_bounced,
    },
    schedules={events.MailAttemptFailed: policy.retry_mail},
    acts={
        events.MailPlanned: at_the_mail_server,
        events.MailRetried: at_the_mail_server,
    },
    shows=[views.BouncedMails],
    uses=[policy.MailPolicy.register, letter.register, smtp.register],
)
