"""The network's own invoices, for credits that it sold: the same path as every other invoice (S1-26)."""

from __future__ import annotations

from chassis import NotYet, Session, derived_id
from contracts.operator import Operator, operator
from contracts.values import Personal
from invoicing import handlers
from invoicing.commands import (
    ConfirmAccount,
    DeclarePartyReady,
    InvoiceOrder,
    KeepDraft,
    MoveParty,
    RegisterParty,
    SignParty,
    SubmitInvoice,
)
from invoicing.party import Party
from invoicing.settings import InvoicingSettings


def who_runs_the_network(settings: InvoicingSettings) -> Operator:
    """The factory named in `uses`."""
    return operator(settings.operator_file)


async def invoice_order(command: InvoiceOrder, session: Session) -> None:
    """Drafted and sent in one; the wallet waives the credit. Raises NotYet while the buyer is unknown."""
    await _seller(command, session)
    buyer = await session.load(Party, command.draft.receiver)
    if not buyer.registered:
        raise NotYet(f"company {command.draft.receiver}")
    draft = KeepDraft(company=command.company, invoice=command.order, draft=command.draft, at=command.at)
    await handlers.keep_draft(draft, session)
    await handlers.submit_invoice(SubmitInvoice(company=command.company, invoice=command.order, at=command.at), session)


async def _seller(command: InvoiceOrder, session: Session) -> None:
    """The network as a party: it signs nothing with itself. What is known already is met in silence."""
    told, company, at = session.use(Operator), command.company, command.at
    party = await session.load(Party, company)
    party.register(
        RegisterParty(
            company=company,
            country=told.country,
            number=Personal(told.number),
            name=told.name,
            legal_form=told.legal_form,
            vat_number=Personal(told.vat_number),
            language=told.language,
            at=at,
        )
    )
    party.move(MoveParty(company=company, kind="default", address=told.address, at=at))
    account = derived_id(company, "account", told.account.number)
    party.confirm_account(ConfirmAccount(company=company, account=account, details=told.account, default=True, at=at))
    party.sign(SignParty(company=company, at=at))
    party.declare_ready(DeclarePartyReady(company=company, at=at))
