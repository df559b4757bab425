"""A part of the portal: an area that also has routes of the REST API, and pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter

from chassis.area import Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Area):
    """Views for its `shows`, and the routers of what people and systems come to."""

    api: Sequence[APIRouter] = ()
    pages: Sequence[APIRouter] = ()
