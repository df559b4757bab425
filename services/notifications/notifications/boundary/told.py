"""Translates the outcome of each mail into a fact."""

from contracts.notifications import v1 as told
from notifications import events
from notifications.mail import Mail


def tell_mail_sent(event: events.MailSent, mail: Mail) -> told.MailSent:
    return told.MailSent(
        company=event.company,
        mail=mail.id,
        template=mail.planned.template,
        language=mail.planned.language,
        to=mail.planned.recipient,
        message_id=event.message_id,
    )


def tell_mail_bounced(event: events.MailBounced, mail: Mail) -> told.MailBounced:
    return told.MailBounced(company=event.company, mail=mail.id, template=event.template, cause=event.cause)
