"""Lets these tests import what their stories begin with."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
