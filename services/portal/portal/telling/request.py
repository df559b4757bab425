"""One request of a person: told once, whatever happens to the form or the line."""

from typing import assert_never

from chassis import Aggregate, Refused
from portal.telling.commands import Tell
from portal.telling.events import Acted, ActedPersonally, RequestEvent


class Request(Aggregate[RequestEvent], stream="portal.request"):
    digest: str = ""

    # Decisions.

    def tell(self, command: Tell) -> None:
        if self.exists:
            if command.digest != self.digest:
                raise Refused("request.reused")
            return  # the same again: it is told already
        if command.person is None:
            self.record(Acted(fact=command.fact, body=command.body.reveal(), digest=command.digest))
            return
        self.record(ActedPersonally(person=command.person, fact=command.fact, body=command.body, digest=command.digest))

    # Evolution.

    def evolve(self, event: RequestEvent) -> None:
        match event:
            case Acted() | ActedPersonally():
                self.digest = event.digest
            case _:
                assert_never(event)
