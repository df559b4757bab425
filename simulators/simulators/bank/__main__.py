"""Starts the simulated bank: python -m simulators.bank --port N."""

import sys
from datetime import UTC, datetime

from simulators.bank.api import bank_app
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    chosen = arguments("bank", "Stands in for a bank: payments by reference, and files that tell of them.").parse_args()
    return serve(lambda: bank_app(lambda: datetime.now(UTC)), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
