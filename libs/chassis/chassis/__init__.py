"""The infrastructure of every Stafett service: event store, bus, read models, start-up. Services import it here."""

from chassis.aggregate import Aggregate
from chassis.area import Area
from chassis.command import Command
from chassis.errors import REPEATED, Conflict, NotYet, Poison, Refused
from chassis.event import Event, Happened, upcaster
from chassis.follow.acts import Acting
from chassis.ids import derived_id, natural_id, new_id
from chassis.service import Act, Due, Heard, Service
from chassis.session import Session
from chassis.settings import Settings
from chassis.store.documents import Documents
from chassis.views import Db, View, later

__all__ = [
    "REPEATED",
    "Act",
    "Acting",
    "Aggregate",
    "Area",
    "Command",
    "Conflict",
    "Db",
    "Documents",
    "Due",
    "Event",
    "Happened",
    "Heard",
    "NotYet",
    "Poison",
    "Refused",
    "Service",
    "Session",
    "Settings",
    "View",
    "derived_id",
    "later",
    "natural_id",
    "new_id",
    "upcaster",
]
