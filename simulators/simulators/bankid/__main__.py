"""Starts the simulated BankID: python -m simulators.bankid --port N."""

import sys
from datetime import UTC, datetime

from simulators.bankid.api import bankid_app
from simulators.bankid.orders import Limits
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    usual = Limits()
    parser = arguments("bankid", "Stands in for the Swedish BankID RP API v6.0, and for the signer's phone (/phone).")
    parser.add_argument(
        "--start-within-s", type=int, default=usual.start_within_s, help="then startFailed (%(default)s)"
    )
    parser.add_argument(
        "--sign-within-s", type=int, default=usual.sign_within_s, help="then expiredTransaction (%(default)s)"
    )
    parser.add_argument("--qr-valid-s", type=int, default=usual.qr_valid_s, help="age of a scanned code (%(default)s)")
    chosen = parser.parse_args()
    limits = Limits(chosen.start_within_s, chosen.sign_within_s, qr_valid_s=chosen.qr_valid_s)
    return serve(lambda: bankid_app(lambda: datetime.now(UTC), limits), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
