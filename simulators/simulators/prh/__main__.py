"""Starts the simulated Finnish register: python -m simulators.prh --port N."""

import sys

from simulators.prh.api import prh_app
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    chosen = arguments("prh", "Stands in for the open data of PRH, the Finnish register of companies.").parse_args()
    return serve(prh_app, chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
