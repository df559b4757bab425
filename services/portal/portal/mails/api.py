"""Which mails a company's contact gets."""

from typing import Annotated, Any, Literal, get_args

from fastapi import Response
from pydantic import Field

from contracts.portal import v1 as portal
from portal.companies.acting import Admin, Viewer
from portal.companies.view import contact_of
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.mails.shown import MailChoice
from portal.mails.view import turned_off

router = Api(prefix="/api/v1/companies/{company}/mails", tags=["companies"])

Kind = Literal["documents", "partners", "recipients", "credits"]
KINDS = get_args(Kind)
"""Those that notifications can leave out."""


class ChosenMails(Input):
    """`off` are all kinds that the company wants none of; an empty list turns every one on again."""

    off: Annotated[list[Kind], Field(max_length=len(KINDS))]


@router.get("", response_model=MailChoice)
async def mail_choice(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Where the company's mails go, and which kinds it wants none of."""
    contact = await contact_of(edge.db, acting.company)
    return {
        "email": contact["contact_email"] if contact else "",
        "off": await turned_off(edge.db, acting.company),
    }


@router.put("", **answers_of(portal.MailChoiceMade))
async def choose_mails(
    body: ChosenMails, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Turns kinds of mail off, or on again. What guards the account or holds an invoice up is always sent."""
    off = tuple(kind for kind in KINDS if kind in body.off)
    fact = portal.MailChoiceMade(company=acting.company, person=acting.person.id, off=off)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
