"""Starts the simulated Peppol Directory and SMP: python -m simulators.peppol_directory --port N."""

import sys

from simulators.peppol_directory.api import Pace, peppol_app
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    parser = arguments("peppol_directory", "Stands in for the Peppol Directory and for the SMPs of its participants.")
    parser.add_argument("--searches-per-second", type=int, default=2, help="more are answered 429 (%(default)s)")
    chosen = parser.parse_args()
    return serve(lambda: peppol_app(Pace(chosen.searches_per_second)), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
