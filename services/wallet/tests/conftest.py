"""Lets these tests import what their stories begin with."""

import sys
from pathlib import Path

import pytest_asyncio

sys.path.insert(0, str(Path(__file__).parent))

from wallet_stories import Shop


@pytest_asyncio.fixture
async def shop() -> Shop:
    """A wallet that one company has come to; nothing is bought yet."""
    shop = Shop()
    await shop.join()
    return shop
