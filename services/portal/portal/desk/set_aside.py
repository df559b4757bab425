"""The operator's desk: what the portal's own read models and its relay could not take."""

from dataclasses import asdict
from typing import Any

from portal.desk.shown import EventSetAside
from portal.edge.asking import Staff, TheEdge
from portal.edge.operations import Api

router = Api(prefix="/api/v1/desk", tags=["desk"])


@router.get("/set-aside", response_model=list[EventSetAside])
async def set_aside(staff: Staff, edge: TheEdge) -> list[dict[str, Any]]:
    """What waits for a cure or for an operator (docs/runbooks/set-aside.md), oldest first; the portal's own alone.

    Whoever looks at a list that is older than it should be finds the reason here: `stops` says that the view shows
    nothing newer than `since`. `stafett status` and `/health/state` tell it of every service.
    """
    return [asdict(one) for one in (await edge.runtime.what_is_set_aside())[: edge.settings.list_rows_max]]
