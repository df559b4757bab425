"""The schedule by which a case is closed when the operator has answered it and nobody has written since."""

from chassis import Due, Happened
from support.commands import CloseQuietCase
from support.events import CaseAnswered


def close_when_quiet(event: CaseAnswered, happened: Happened[CaseAnswered]) -> Due | None:
    if event.quiet_at is None:
        return None
    return Due(event.quiet_at, CloseQuietCase(case=happened.stream, answer=event.number, at=event.quiet_at))
