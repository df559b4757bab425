"""The operator's desk: how the services are, asked on the private ports where each says it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from portal.desk.shown import ServiceHealth
from portal.edge.asking import Edge, TheEdge
from portal.edge.at_the_desk import Operations
from portal.edge.operations import Api

router = Api(prefix="/api/v1/desk/health", tags=["desk"])

REASON_CHARACTERS_MAX = 300
COUNTS = ("events", "facts", "dead_letters", "set_aside")


@router.get("", response_model=list[ServiceHealth])
async def health(staff: Operations, edge: TheEdge) -> list[dict[str, Any]]:
    """Each service that the setting `services_health` names, in its order: whether it is ready, and why not."""
    return await all_of(edge)


async def all_of(edge: Edge) -> list[dict[str, Any]]:
    addresses = dict(one.strip().split("=", 1) for one in edge.settings.services_health.split(",") if "=" in one)
    async with httpx.AsyncClient(timeout=edge.settings.health_timeout_s, trust_env=False) as http:
        return await asyncio.gather(*(_of_one(name, url, http) for name, url in addresses.items()))


async def _of_one(name: str, url: str, http: httpx.AsyncClient) -> dict[str, Any]:
    """A service that does not answer is not ready, and the error's name is the reason."""
    found: dict[str, Any] = {"service": name, "ready": False, "reason": "", **dict.fromkeys(COUNTS)}
    try:
        ready = await http.get(f"{url}/health/ready")
        state = await http.get(f"{url}/health/state")
        told = state.json() if state.is_success else {}
    except (httpx.HTTPError, ValueError) as error:
        return found | {"reason": type(error).__name__}
    reason = "" if ready.is_success else ready.text[:REASON_CHARACTERS_MAX]
    counts = {one: told[one] for one in COUNTS if isinstance(told.get(one), int)} if isinstance(told, Mapping) else {}
    return found | counts | {"ready": ready.is_success, "reason": reason}
