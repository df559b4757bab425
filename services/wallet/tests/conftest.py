"""Lets these tests import what their stories begin with."""

import pytest_asyncio
from wallet_stories import Shop


@pytest_asyncio.fixture
async def shop() -> Shop:
    """A wallet that one company has come to; nothing is bought yet."""
    shop = Shop()
    await shop.join()
    return shop
