"""Starts the simulated Bolagsverket: python -m simulators.bolagsverket --port N."""

import sys
import time

from simulators.bolagsverket.access import Gate
from simulators.bolagsverket.api import bolagsverket_app
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    parser = arguments("bolagsverket", 'Stands in for Bolagsverket\'s API "Värdefulla datamängder" v1.')
    parser.add_argument("--client-id", default="stafett-sim", help="the OAuth2 client it knows (%(default)s)")
    parser.add_argument("--client-secret", default="sim-secret", help="that client's secret (%(default)s)")
    parser.add_argument("--requests-per-minute", type=int, default=60, help="more are answered 429 (%(default)s)")
    chosen = parser.parse_args()
    gate = Gate(chosen.client_id, chosen.client_secret, time.monotonic, requests_per_minute=chosen.requests_per_minute)
    return serve(lambda: bolagsverket_app(gate), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
