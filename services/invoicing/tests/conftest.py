"""Lets these tests import what their stories begin with."""

from collections.abc import AsyncIterator

import pytest_asyncio
from invoicing_stories import Desk

from einvoice.rules.pool import OfficialRules


@pytest_asyncio.fixture
async def desk() -> Desk:
    """A supplier that may send invoices to Infranord; the official rules are faked, and find what a story says."""
    desk = Desk()
    await desk.come_aboard()
    return desk


@pytest_asyncio.fixture(scope="session")
async def official_rules() -> AsyncIterator[OfficialRules]:
    """The real rules, in a process of their own."""
    rules = OfficialRules()
    await rules.start()
    yield rules
    await rules.stop()
