"""Starts the simulated Visma Sign: python -m simulators.visma_sign --port N."""

import sys
from datetime import UTC, datetime

from simulators.serving import arguments, serve
from simulators.visma_sign.api import visma_sign_app
from simulators.visma_sign.mac import Organisation

SIM_KEY = "c2ltdWxhdGVkIHZpc21hIHNpZ24ga2V5"
"""Base64 of "simulated visma sign key"."""


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    parser = arguments("visma_sign", "Stands in for Visma Sign's API v1, and for the person who signs (/sign).")
    parser.add_argument("--identifier", default="stafett-sim", help="the organisation it knows (%(default)s)")
    parser.add_argument("--key", default=SIM_KEY, help="that organisation's key, base64 (%(default)s)")
    parser.add_argument("--public-url", default="", help="where people reach the page; else as it was asked")
    chosen = parser.parse_args()
    organisation = Organisation(chosen.identifier, chosen.key)
    build = lambda: visma_sign_app(organisation, lambda: datetime.now(UTC), chosen.public_url)  # noqa: E731
    return serve(build, chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
