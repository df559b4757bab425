"""Lets these tests import what their stories begin with."""

import pytest_asyncio
from notifications_stories import Office


@pytest_asyncio.fixture
async def office() -> Office:
    """Notifications, knowing one company, which reads Swedish."""
    office = Office()
    await office.register()
    return office
