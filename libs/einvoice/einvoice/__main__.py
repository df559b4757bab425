"""`python -m einvoice` is the command `einvoice`."""

import sys

from einvoice.command_line import main

sys.exit(main())
