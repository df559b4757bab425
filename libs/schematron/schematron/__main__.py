"""python -m schematron."""

import sys

from schematron.command import main

if __name__ == "__main__":
    sys.exit(main())
