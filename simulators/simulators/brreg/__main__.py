"""Starts the simulated Norwegian register: python -m simulators.brreg --port N."""

import sys

from simulators.brreg.api import brreg_app
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    chosen = arguments("brreg", "Stands in for Enhetsregisteret, the Norwegian register of companies.").parse_args()
    return serve(brreg_app, chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
