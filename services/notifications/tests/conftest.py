"""Lets these tests import what their stories begin with."""

import sys
from pathlib import Path

import pytest_asyncio

sys.path.insert(0, str(Path(__file__).parent))

from notifications_stories import Office


@pytest_asyncio.fixture
async def office() -> Office:
    """Notifications, knowing one company, which reads Swedish."""
    office = Office()
    await office.register()
    return office
