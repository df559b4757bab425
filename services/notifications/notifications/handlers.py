"""One function per command: load, decide. The chassis saves."""

from chassis import Session, derived_id
from notifications.commands import (
    ForgetMember,
    LearnAccount,
    LearnContact,
    LearnMailChoice,
    LearnMember,
    LearnReception,
    LearnRole,
    MailContact,
    MailOwners,
    MailStranger,
    RecordMailFailure,
    RecordMailSent,
    RetryMail,
)
from notifications.contact import Contact, contact_id
from notifications.mail import Mail
from notifications.policy import MailPolicy


async def learn_contact(command: LearnContact, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn(command)


async def learn_reception(command: LearnReception, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn_reception(command)


async def mail_contact(command: MailContact, session: Session) -> None:
    mail = await session.begin(Mail, command.mail)
    contact = await session.load(Contact, contact_id(command.company))
    if not mail.exists and contact.accept(command, session.use(MailPolicy)):
        email, person = contact.reader(command.account)
        mail.plan(command, email, contact.language, person)


async def learn_account(command: LearnAccount, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn_account(command)


async def learn_mail_choice(command: LearnMailChoice, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn_mail_choice(command)


async def learn_member(command: LearnMember, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn_member(command)


async def learn_role(command: LearnRole, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.learn_role(command)


async def forget_member(command: ForgetMember, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    contact.forget_member(command)


async def mail_owners(command: MailOwners, session: Session) -> None:
    contact = await session.load(Contact, contact_id(command.company))
    for reader in contact.guardians:
        mail = await session.begin(Mail, derived_id(command.mail, str(reader.person)))
        mail.plan(command, reader.email, reader.language, reader.person)


async def mail_stranger(command: MailStranger, session: Session) -> None:
    mail = await session.begin(Mail, command.mail)
    mail.plan(command, command.recipient, command.language)


async def retry_mail(command: RetryMail, session: Session) -> None:
    mail = await session.load(Mail, command.mail)
    mail.retry(command)


async def record_mail_sent(command: RecordMailSent, session: Session) -> None:
    mail = await session.load(Mail, command.mail)
    mail.record_sent(command)


async def record_mail_failure(command: RecordMailFailure, session: Session) -> None:
    mail = await session.load(Mail, command.mail)
    mail.record_failure(command, session.use(MailPolicy))
