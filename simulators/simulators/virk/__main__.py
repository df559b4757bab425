"""Starts the simulated Danish register: python -m simulators.virk --port N."""

import sys

from simulators.serving import arguments, serve
from simulators.virk.api import Agreement, virk_app


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    parser = arguments("virk", "Stands in for the Danish register of companies (CVR) at Virk.")
    parser.add_argument("--user", default="stafett-sim", help="the user it knows (%(default)s)")
    parser.add_argument("--password", default="sim-secret", help="that user's password (%(default)s)")
    chosen = parser.parse_args()
    return serve(lambda: virk_app(Agreement(chosen.user, chosen.password)), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
