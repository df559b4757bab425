"""Lets these tests import what their stories begin with, and starts the real things they speak to."""

from collections.abc import AsyncIterator

import pytest_asyncio
from delivery_stories import Depot, MailServer

from einvoice.pdf.pool import PdfPool


@pytest_asyncio.fixture
async def depot() -> Depot:
    """Delivery in memory, with a receiver that chose mail; the mail server does as a story tells it."""
    depot = Depot()
    await depot.come_aboard()
    return depot


@pytest_asyncio.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    """A real mail server on this machine."""
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(scope="session")
async def pdf_pool() -> AsyncIterator[PdfPool]:
    """The real renderer, in a process of its own."""
    pool = PdfPool(1)
    await pool.start()
    yield pool
    await pool.stop()
