"""Lets these tests import the house that their stories happen in, and starts the portal alone on the real things."""

import base64
import os
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio
from pages_house import PATIENCE_S, House, MailServer

from chassis.bus.declarations import resources
from chassis.running.running import Running
from devstack.nats import EmbeddedNats
from devstack.provisioner import provision
from devstack.testing import DatabaseFactory
from portal.app import service
from portal.settings import PortalSettings


@pytest_asyncio.fixture
async def house(database: DatabaseFactory, nats_server: EmbeddedNats) -> AsyncIterator[House]:
    """The portal on real PostgreSQL and NATS, with a real mail server; what the others tell, a test tells."""
    alone = replace(service, hears={})
    await provision(nats_server.url, resources([alone]))
    mail = MailServer()
    await mail.start()
    settings = PortalSettings(
        database_url=(await database("portal")).app,
        nats_url=nats_server.url,
        master_key=base64.b64encode(os.urandom(32)).decode(),
        smtp_port=mail.port,
        public_url="http://stafett.test",
        answer_timeout_s=10,
        login_tries_per_minute=1000,
        captcha_wait_s=0,
        captcha_login_number_max=2_000,
        staff_second_factor=False,
    )
    running = Running(alone, settings)
    await running.open()
    await running.serve()
    await views_stand(running)
    house = House(running, alone.site(running), mail)
    yield house
    await running.stop()
    await mail.stop()
    assert house.undeclared == []


async def views_stand(running: Running) -> None:
    """Waits until every view has its tables: a new network makes them while it starts."""
    tables = [table for view in service.shows for table in view.tables]

    async def look() -> bool | None:
        missing = "SELECT true FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL LIMIT 1"
        return None if await running.db.fetchval(missing, tables) else True

    assert await running.until(look, PATIENCE_S)
