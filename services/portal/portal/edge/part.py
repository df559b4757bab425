"""A part of the portal: an area that also has routes of the REST API, and pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter

from chassis.area import Area
from portal.edge.menu import Place, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Area):
    """Views for its `shows`, the routers of what people and systems come to, and its places in the menu.

    `steps` are what it wants done before a company can send.
    """

    api: Sequence[APIRouter] = ()
    pages: Sequence[APIRouter] = ()
    places: Sequence[Place] = ()
    steps: Sequence[Step] = ()
