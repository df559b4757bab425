"""One fact that a service told: kept once, so that the portal can show it again without the bus."""

from typing import assert_never

from chassis import Aggregate
from portal.telling.commands import Keep
from portal.telling.events import NewsEvent, Shown, ShownPersonally


class News(Aggregate[NewsEvent], stream="portal.news"):
    fact: str = ""

    # Decisions.

    def keep(self, command: Keep) -> None:
        if self.exists:
            return
        if command.person is None:
            body = command.body.reveal()
            self.record(Shown(fact=command.fact, body=body, told_at=command.at, sequence=command.sequence))
        else:
            self.record(
                ShownPersonally(
                    person=command.person,
                    fact=command.fact,
                    body=command.body,
                    told_at=command.at,
                    sequence=command.sequence,
                )
            )

    # Evolution.

    def evolve(self, event: NewsEvent) -> None:
        match event:
            case Shown() | ShownPersonally():
                self.fact = event.fact
            case _:
                assert_never(event)
