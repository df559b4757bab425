"""A service with a site: everybody learns whether it is ready, and operators alone how it is.

Siblings looked for: each address that `health.routes` has (`/health/live`, `/health/ready`, `/health/state`,
`/asyncapi.json`), and every service: the portal alone has a site.
"""

from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from chassis.running import health


class Running:
    """As much of a service as the front asks for."""

    bus_connection = None


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/health/live", 200, "alive"),
        ("/health/ready", 503, "not ready"),
        ("/health/state", 200, "the site"),
        ("/asyncapi.json", 200, "the site"),
        ("/health/", 200, "the site"),
        ("/", 200, "the site"),
    ],
)
async def test_the_public_port_says_nothing_of_how_the_service_is(path: str, status: int, text: str) -> None:
    front: Any = health.Front(None, PlainTextResponse("the site"), Running())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=front), base_url="http://portal.test") as http:
        answer = await http.get(path)
    assert (answer.status_code, answer.text) == (status, text)
