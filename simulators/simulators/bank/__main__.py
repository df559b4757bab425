"""Starts the simulated bank: python -m simulators.bank --port N."""

import sys
from datetime import UTC, datetime

from simulators.bank.api import bank_app
from simulators.serving import arguments, serve

TENTHS = 10
"""Payments are numbered on from the time of the start, in tenths of a second: a bank never gives a number twice, though
this one forgets its payments when it stops."""


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    chosen = arguments("bank", "Stands in for a bank: payments by reference, and files that tell of them.").parse_args()
    before = int(datetime.now(UTC).timestamp() * TENTHS)
    return serve(lambda: bank_app(lambda: datetime.now(UTC), before), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
