"""The PDF of a draft: what would be sent, as it is kept now and marked as a draft. It is drawn anew each time."""

from dataclasses import replace
from typing import Any, Final, cast
from uuid import UUID

from fastapi import Request, Response
from pydantic import TypeAdapter

from contracts.values import Address, BankAccount, CompanyId, InvoiceDraft, Language
from einvoice.drafts import SCHEMES, Company, Decided, compose
from einvoice.model import Attachment, Invoice
from portal.companies.acting import Viewer
from portal.companies.view import accounts_of, addresses_of, company_of
from portal.edge.asking import Edge, TheEdge
from portal.edge.clock import today
from portal.edge.figures import zone_of
from portal.edge.operations import Api, files_of
from portal.edge.problems import Problem, language_of
from portal.edge.sent_files import PDF
from portal.edge.words import phrase
from portal.invoices.drawing import DraftDrawing
from portal.invoices.view import invoice_of
from portal.partners.view import partner_of
from portal.telling.reading import Row

router = Api(prefix="/api/v1/companies/{company}", tags=["invoices"], scope="invoices:write")

DRAFT: Final = TypeAdapter(InvoiceDraft)
ADDRESS: Final = TypeAdapter(Address)


@router.get("/invoices/{invoice}/preview", **files_of(PDF))
async def preview(invoice: UUID, acting: Viewer, request: Request, edge: TheEdge) -> Response:
    """The PDF of a draft, exactly as it would be sent, with a mark that it is not: in the language that is asked for.

    What it lacks for that is named in the refusal `draft.incomplete`. Of what is issued there is `/pdf`.
    """
    return await preview_in(cast(Language, language_of(request)), invoice, acting, edge)


async def preview_in(language: Language, invoice: UUID, acting: Viewer, edge: Edge) -> Response:
    """The preview, marked in the reader's language. Raises Problem."""
    row = await invoice_of(edge.db, acting.company, invoice)
    if row is None or row["draft"] is None:
        raise Problem("invoice.not-found")
    if row["document"] is not None:
        raise Problem("draft.sent-already", number=row["number"])
    await edge.limited("draft-pdf", str(acting.person.id), per_minute=edge.settings.draft_pdfs_per_minute)
    composed, told_in = await composed_of(row, language, edge)
    content = await edge.runtime.use(DraftDrawing).draw(composed, told_in, language)
    name = f"{phrase(language, 'status.draft')}.pdf".lower()
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=PDF, headers=headers)


async def composed_of(row: Row, language: Language, edge: Edge) -> tuple[Invoice, str]:
    """The invoice that the draft would become, and its receiver's language. Raises Problem `draft.incomplete`.

    A number that is not entered, and the payment reference that is made from it, are left for the day of issue.
    """
    draft = DRAFT.validate_python(row["draft"])
    seller, buyer = await _seller(row["company"], edge), await _buyer(row["company"], draft.receiver, edge)
    account = await _account(row["company"], draft.account, edge)
    lacking = {
        "receiver": buyer is None,
        "lines": not any(one.name.strip() for one in draft.lines),
        "account": account is None,
        "company/address": seller.address is None,
    }
    if buyer is None or account is None or any(lacking.values()):
        raise incomplete([name for name, lacks in lacking.items() if lacks], language)
    decided = Decided(
        number=draft.number.strip(),
        issue_date=draft.issue_date or today(zone_of(seller.country)),
        payment_reference=draft.payment_reference.strip(),
        account=account,
        other_accounts=[one for other in draft.other_accounts if (one := await _account(row["company"], other, edge))],
        attachments=[_attached(place, one.name, one.size) for place, one in enumerate(draft.attachments, 1)],
    )
    told_in = await company_of(edge.db, draft.receiver)
    assert told_in is not None, "the buyer is known"
    return compose(draft, decided, seller, buyer), told_in["language"]


def incomplete(lacking: list[str], language: Language) -> Problem:
    """The refusal that names what a draft lacks, in words."""
    words = {where: phrase(language, f"lacking.{where}") for where in lacking}
    findings = [
        {"rule": "draft.incomplete", "level": "error", "where": where, "text": text} for where, text in words.items()
    ]
    return Problem("draft.incomplete", findings=findings, missing=", ".join(words.values()))


async def _seller(company: CompanyId, edge: Edge) -> Company:
    row = await company_of(edge.db, company)
    assert row is not None, "somebody acts for it"
    return _company(row, (await addresses_of(edge.db, company)).get("default"))


async def _buyer(supplier: CompanyId, company: CompanyId, edge: Edge) -> Company | None:
    """The customer; None for a company that is not connected: its number and address are not the supplier's to see."""
    partner = await partner_of(edge.db, supplier, "customer", company)
    row = await company_of(edge.db, company)
    if partner is None or partner["status"] != "connected" or row is None:
        return None
    addresses = await addresses_of(edge.db, company)
    return replace(_company(row, addresses.get("invoice") or addresses.get("default")), legal_form="")


def _company(row: Row, address: dict[str, Any] | None) -> Company:
    assert row["country"] in SCHEMES
    return Company(
        country=row["country"],
        name=row["name"],
        number=row["number"],
        vat_number=row["vat_number"] or "",
        legal_form=row["legal_form"],
        address=ADDRESS.validate_python(address) if address else None,
        language=row["language"],
        f_tax=bool(row["f_tax"]),
    )


async def _account(company: CompanyId, chosen: UUID | None, edge: Edge) -> BankAccount | None:
    """The account that was chosen, else the default one."""
    accounts = sorted(await accounts_of(edge.db, company), key=lambda one: not one["default"])
    one = next((one for one in accounts if chosen in (None, one["id"])), None)
    return BankAccount(kind=one["kind"], number=one["number"], bic=one.get("bic", "")) if one else None


def _attached(place: int, name: str, size: int) -> Attachment:
    """Of an attachment its name and its size are shown, and nothing of what it holds."""
    return Attachment(id=str(place), description=name, content=bytes(size), mime=PDF, filename=name)
