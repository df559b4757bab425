"""The operator's desk: who is staff, with which roles."""

from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.values import PersonId
from portal.desk.shown import StaffMember
from portal.edge.asking import Edge, TheEdge
from portal.edge.at_the_desk import Admin
from portal.edge.clock import now
from portal.edge.inputs import Input
from portal.edge.operations import Api
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.people.people import Person
from portal.staff.commands import GiveRole, Role, TakeRole, member_of
from portal.staff.view import all_staff, roles_of

router = Api(prefix="/api/v1/desk/staff", tags=["desk"])


class RoleChange(Input):
    """Whoever is to have a role has an account whose address is confirmed."""

    user: Annotated[str, Field(min_length=1, max_length=254)]
    role: Role
    change: Literal["give", "take"]


@router.get("", response_model=list[StaffMember])
async def staff_members(staff: Admin, edge: TheEdge) -> list[dict[str, Any]]:
    """Everybody who has been given a role, by name."""
    return await all_staff(edge.db)


@router.post("/roles", response_model=Done)
async def change_role(body: RoleChange, staff: Admin, edge: TheEdge) -> dict[str, Any]:
    """Gives somebody a role by e-mail address or user name, or takes it away; what they had or lacked stays so."""
    row = await edge.people.by_user(body.user)
    if row is None or row["confirmed_at"] is None:
        raise Problem("desk.nobody-there")
    await perform(body, PersonId(row["id"]), staff, edge)
    return {"status": "given" if body.change == "give" else "taken"}


async def perform(body: RoleChange, person: PersonId, staff: Person, edge: Edge) -> None:
    """Changes the role, and waits until doors know it."""
    kind = GiveRole if body.change == "give" else TakeRole
    member = member_of(person)
    command = kind(at=now(), member=member, person=person, role=body.role, by=staff.id)
    await edge.runtime.perform(command, actor=str(staff.id))

    async def look() -> bool | None:
        return (body.role in await roles_of(edge.db, person)) == (body.change == "give") or None

    await edge.runtime.until(look, edge.settings.shown_timeout_s)
