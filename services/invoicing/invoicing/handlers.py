"""One function per command: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import Session
from invoicing import attachments, commands
from invoicing.circumstances import look_around
from invoicing.composition import figures
from invoicing.dates import ahead
from invoicing.findings import findings_on, is_summable
from invoicing.invoice import Invoice
from invoicing.issuing import issue
from invoicing.party import Party
from invoicing.settings import Limits
from invoicing.trade import BuyerRules, Connection


async def keep_draft(command: commands.KeepDraft, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    invoice.must_be_open_to(command.company)
    draft = command.draft
    around = await look_around(command.company, command.invoice, draft, command.at, session)
    attached = await attachments.inspected(draft.attachments, session.documents, session.use(Limits), around.language)
    sums = figures(draft) if is_summable(draft) else None
    invoice.keep(command, sums, around.customer_name, findings_on(draft, around, attached))


async def submit_invoice(command: commands.SubmitInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    invoice.must_belong_to(command.company)
    invoice.must_read_as(command.revision)
    around = await look_around(command.company, command.invoice, invoice.draft, command.at, session)
    attached = await attachments.inspected(
        invoice.draft.attachments, session.documents, session.use(Limits), around.language
    )
    findings, day = findings_on(invoice.draft, around, attached), ahead(invoice.draft, around.country, command.at)
    invoice.submit(command, findings, around.connection.awaits_approval, day)
    if invoice.awaits_approval:
        around.connection.keep_waiting(command.company, invoice.id)


async def continue_invoice(command: commands.ContinueInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    if not invoice.awaits_its_day:
        return
    around = await look_around(command.company, command.invoice, invoice.draft, command.at, session)
    findings, day = findings_on(invoice.draft, around), ahead(invoice.draft, around.country, command.at)
    invoice.go_on(command.company, findings, around.connection.awaits_approval, day)
    if invoice.awaits_approval:
        around.connection.keep_waiting(command.company, invoice.id)


async def take_back_invoice(command: commands.TakeBackInvoice, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).take_back(command)


async def hold_invoice(command: commands.HoldInvoice, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).hold(command)


async def repeat_refusal(command: commands.RepeatRefusal, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).repeat_refusal(command)


async def issue_invoice(command: commands.IssueInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    if invoice.waits and invoice.company == command.company:
        await issue(invoice, command, session)


async def note_hand_over(command: commands.NoteHandOver, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_hand_over(command)


async def note_delivery(command: commands.NoteDelivery, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_delivery(command)


async def note_undeliverable(command: commands.NoteUndeliverable, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_undeliverable(command)


async def register_party(command: commands.RegisterParty, session: Session) -> None:
    (await session.load(Party, command.company)).register(command)


async def sign_party(command: commands.SignParty, session: Session) -> None:
    (await session.load(Party, command.company)).sign(command)


async def declare_party_ready(command: commands.DeclarePartyReady, session: Session) -> None:
    (await session.load(Party, command.company)).declare_ready(command)


async def move_party(command: commands.MoveParty, session: Session) -> None:
    (await session.load(Party, command.company)).move(command)


async def confirm_account(command: commands.ConfirmAccount, session: Session) -> None:
    (await session.load(Party, command.company)).confirm_account(command)


async def permit_party(command: commands.PermitParty, session: Session) -> None:
    (await session.load(Party, command.company)).permit(command)


async def note_reception(command: commands.NoteReception, session: Session) -> None:
    (await session.load(Party, command.company)).note_reception(command)


async def remove_account(command: commands.RemoveAccount, session: Session) -> None:
    (await session.load(Party, command.company)).remove_account(command)


async def establish_connection(command: commands.EstablishConnection, session: Session) -> None:
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    connection.establish(command)


async def end_connection(command: commands.EndConnection, session: Session) -> None:
    """What waited for this customer's approval waits no more."""
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    waiting = connection.waiting
    connection.end(command)
    for invoice in waiting if not connection.stands else ():
        (await session.load(Invoice, invoice)).turn_back(command.company, "customer.not-connected")


async def change_approval(command: commands.ChangeApproval, session: Session) -> None:
    """What waited goes on in the order it came, or is turned back with the customer's reason."""
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    waiting, country = connection.waiting, (await session.load(Party, command.company)).country
    connection.change_approval(command)
    for one in waiting:
        invoice = await session.load(Invoice, one)
        if connection.approval == "approved":
            invoice.release(command.company, ahead(invoice.draft, country, command.at))
        elif connection.is_refused:
            invoice.turn_back(command.company, "customer.supplier-refused", reason=command.reason or "-")


async def change_buyer_rules(command: commands.ChangeBuyerRules, session: Session) -> None:
    (await session.load(BuyerRules, BuyerRules.id_of(command.company))).change(command)
