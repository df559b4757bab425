"""Lets these tests import what their stories begin with."""

import pytest_asyncio
from notifications_stories import Office


@pytest_asyncio.fixture
async def office() -> Office:
    """Makes notifications in memory with one company, whose language is Swedish."""
    office = Office()
    await office.register()
    return office
