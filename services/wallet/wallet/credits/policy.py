"""What time brings back to credits: the rest of a long queue."""

from chassis import Due, Happened
from wallet.credits.commands import GrantWaiting
from wallet.credits.events import GrantingPaused


def go_on_granting(event: GrantingPaused, happened: Happened[GrantingPaused]) -> Due:
    again = GrantWaiting(company=event.company, account=event.account, klip=event.klip, at=happened.at)
    return Due(happened.at, again)
