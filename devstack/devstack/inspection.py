"""What a test can inspect from outside a network: rows of a service's database, and whether the bus is idle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import asyncpg
import httpx

from devstack.journey import until

if TYPE_CHECKING:
    from devstack.network import Network


async def column(network: Network, service: str, sql: str) -> list[Any]:
    """Queries a service's database, and returns the first column."""
    connection = await asyncpg.connect(network.database(service).app)
    try:
        return [row[0] for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def nothing_pending(network: Network) -> bool | None:
    """Whether every fact on the bus was handled by all its hearers; one that is to be delivered again is not."""
    async with httpx.AsyncClient(timeout=10) as client:
        page = (await client.get(f"{network.nats.monitoring_url}/jsz?consumers=true")).json()
    streams = page["account_details"][0]["stream_detail"]
    consumers = [c for stream in streams if stream["name"].isupper() for c in stream.get("consumer_detail", [])]
    waiting = sum(c["num_pending"] + c["num_ack_pending"] for c in consumers if not stream_of_documents(c))
    return True if waiting == 0 else None


async def quiet(network: Network, patience_s: float) -> None:
    """Waits until nothing is on its way any more. Raises TimeoutError."""
    await until(lambda: nothing_pending(network), "the end of what is on its way", patience_s)


def stream_of_documents(consumer: dict[str, Any]) -> bool:
    return str(consumer["stream_name"]).startswith("OBJ_")
