"""The doors of the operator's desk: each asks for a role, and to everybody else the desk is not there."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends

from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.problems import Problem
from portal.people.people import Person
from portal.staff.commands import ADMIN, Role
from portal.staff.view import has_anybody, roles_of


async def roles_at_the_desk(person: Person, edge: Edge) -> frozenset[str]:
    """Roles that were given at the desk or on the command line.

    Until somebody has been given the role of an admin, those whom the setting `staff` names are admins.
    """
    roles = await roles_of(edge.db, person.id)
    if not roles and person.email.casefold() in _named(edge) and not await has_anybody(edge.db, ADMIN):
        return frozenset({ADMIN})
    return roles


def _named(edge: Edge) -> set[str]:
    return {address.strip().casefold() for address in edge.settings.staff.split(",")} - {""}


def may(roles: frozenset[str], role: Role) -> bool:
    """Whether these roles open what needs another: an admin may do everything."""
    return bool(roles & {role, ADMIN})


async def one_of_the_staff(person: ThePerson, edge: TheEdge) -> frozenset[str]:
    """The roles of one of the staff. Raises Problem: for everybody else there is no desk.

    Where somebody turns the second factor on, all their other sessions end: whoever has one now has given it.
    """
    roles = await roles_at_the_desk(person, edge)
    if not roles:
        raise Problem("page.not-found")
    if edge.settings.staff_second_factor and not await edge.second_factors.is_on(person.id):
        raise Problem("desk.second-factor-needed")
    return roles


TheRoles = Annotated[frozenset[str], Depends(one_of_the_staff)]


def _door(role: Role) -> Callable[..., Awaitable[Person]]:
    async def at_the_desk(person: ThePerson, roles: TheRoles) -> Person:
        """Raises Problem `desk.role-needed` for staff of another role."""
        if not may(roles, role):
            raise Problem("desk.role-needed", role=role)
        return person

    at_the_desk.role = role  # type: ignore[attr-defined]
    return at_the_desk


Support = Annotated[Person, Depends(_door("support"))]
"""Whoever helps customers: requests, cases, companies."""
Finance = Annotated[Person, Depends(_door("finance"))]
"""Whoever looks after money."""
Operations = Annotated[Person, Depends(_door("operations"))]
"""Whoever looks after what runs."""
Admin = Annotated[Person, Depends(_door("admin"))]
"""Whoever says who is staff."""
