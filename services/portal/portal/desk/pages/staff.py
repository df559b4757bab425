"""Who is staff, with which roles; an admin gives them and takes them away."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.desk import staff as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Admin
from portal.edge.forms import TheForm
from portal.staff.commands import ROLES
from portal.staff.view import all_staff

router = APIRouter(prefix="/desk/staff")


@router.get("")
async def staff_page(here: TheDesk, staff: Admin, told: str = "") -> Response:
    return await _page(here, NOTHING_SAID, told)


@router.post("")
async def change(here: TheDesk, staff: Admin, form: TheForm, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.change_role(form.into(api.RoleChange), staff, edge)

    fields = {"desk.nobody-there": "user"}
    again = partial(_page, here)
    return await act(form, here.reader, route, done=told("/desk/staff"), again=again, fields=fields)


async def _page(here: Desk, said: Said, told: str = "") -> Response:
    db = here.reader.edge.db
    return here.show(
        "desk_staff.html",
        said,
        members=await all_staff(db),
        roles=[(role, here.reader.d(f"role.{role}"), here.reader.d(f"role.{role}_more")) for role in ROLES],
        told=told,
    )
