"""One fact that a service told: kept once, so that the portal can show it again without the bus."""

from typing import assert_never

from chassis import Aggregate
from portal.commands import Keep
from portal.events import NewsEvent, Shown, ShownPersonally


class News(Aggregate[NewsEvent], stream="portal.news"):
    fact: str = ""

    # Decisions.

    def keep(self, command: Keep) -> None:
        if self.exists:
            return
        if command.person is None:
            self.record(Shown(told_at=command.at, fact=command.fact, body=command.body.reveal()))
        else:
            self.record(
                ShownPersonally(person=command.person, told_at=command.at, fact=command.fact, body=command.body)
            )

    # Evolution.

    def evolve(self, event: NewsEvent) -> None:
        match event:
            case Shown() | ShownPersonally():
                self.fact = event.fact
            case _:
                assert_never(event)
