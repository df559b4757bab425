"""Cases of support and of access: those that wait, and one with what was said, to answer, close or open again."""

from functools import partial
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.case_forms import case_forms
from portal.companies.view import names_of
from portal.desk import support as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Support
from portal.edge.forms import TheForm
from portal.support.api import Answer
from portal.support.view import cases_for_the_desk

router = APIRouter(prefix="/desk/cases")

TEXT_CHARACTERS_MAX = 4_000


@router.get("")
async def cases_page(
    here: TheDesk,
    staff: Support,
    edge: TheEdge,
    status: Literal["open", "closed"] = "open",
    waits_for: api.Awaited = "",
    after: str = "",
    told: str = "",
) -> Response:
    """Those that have waited longest come first."""
    found = await cases_for_the_desk(edge.db, status, waits_for, here.page_of(after))
    rows, older = here.cut(found, "changed_at")
    names = await names_of(edge.db, {row["company"] for row in rows})
    return here.show(
        "desk_cases.html",
        rows=rows,
        names=names,
        older=older,
        told=told,
        titles=_titles(here),
        filled={"status": status, "waits_for": waits_for},
    )


@router.get("/{case}")
async def case_page(case: UUID, here: TheDesk, staff: Support, told: str = "") -> Response:
    return await _page(here, staff, case, NOTHING_SAID, told)


@router.post("/{case}")
async def answer(case: UUID, here: TheDesk, staff: Support, form: TheForm, edge: TheEdge) -> Response:
    """Answers, ends the case or takes it up again: whichever button was pressed."""

    async def route(request: UUID, response: Response) -> Any:
        match form["step"]:
            case "close" | "reopen" as step:
                return await api.step(case, step, staff, request, response, edge)
            case _:
                return await api.answer(case, form.into(Answer), staff, request, response, edge)

    again = partial(_page, here, staff, case)
    return await act(form, here.reader, route, done=told(f"/desk/cases/{case}"), again=again)


async def _page(here: Desk, staff: Support, case: UUID, said: Said, told: str = "") -> Response:
    edge = here.reader.edge
    row = await api.case_page(case, staff, edge)
    form = case_forms().get(row["category"])
    named = {**form.mandatory, **form.optional} if form else {}
    names = await names_of(edge.db, {row["company"]})
    return here.show(
        "desk_case.html",
        said,
        case=row,
        sender=names.get(row["company"], ""),
        category=_titles(here).get(row["category"], row["category"]),
        answers=[(named.get(name, {}).get(here.reader.language, name), value) for name, value in row["form"].items()],
        text_max=TEXT_CHARACTERS_MAX,
        told=told,
    )


def _titles(here: Desk) -> dict[str, str]:
    return {name: form.titles[here.reader.language] for name, form in case_forms().items()}
