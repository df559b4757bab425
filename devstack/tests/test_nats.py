"""The embedded NATS server: JetStream, users, crashes, and the loss of its store."""

from pathlib import Path

import nats
import pytest
from nats.js.errors import NotFoundError

from devstack.errors import LocalNetworkError
from devstack.nats import EmbeddedNats

ONE_USER = 'authorization { users: [ { user: "wallet", password: "secret", permissions: { publish: "wallet.>" } } ] }\n'


async def test_jetstream_is_ready_when_start_returns(nats_server: EmbeddedNats) -> None:
    connection = await nats.connect(nats_server.url)
    stream = connection.jetstream()
    await stream.add_stream(name="READY", subjects=["ready.>"])
    assert (await stream.publish("ready.now", b"yes")).seq == 1
    await connection.close()


async def test_a_message_acknowledged_survives_a_kill_on_the_same_port(tmp_path: Path) -> None:
    with EmbeddedNats(tmp_path) as server:
        assert "sync_interval: always" in (tmp_path / "nats.conf").read_text()
        url = server.url
        connection = await nats.connect(url)
        await connection.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
        await connection.jetstream().publish("kept.one", b"1")
        await connection.close()
        server.kill()
        assert server.start().url == url
        connection = await nats.connect(url)
        assert (await connection.jetstream().stream_info("KEPT")).state.messages == 1
        await connection.close()


async def test_the_store_can_be_lost_only_while_the_server_is_down(tmp_path: Path) -> None:
    with EmbeddedNats(tmp_path, durable=False) as server:
        connection = await nats.connect(server.url)
        await connection.jetstream().add_stream(name="LOST", subjects=["lost.>"])
        await connection.close()
        with pytest.raises(LocalNetworkError, match="is running"):
            server.lose_store()
        server.kill()
        server.lose_store()
        server.start()
        connection = await nats.connect(server.url)
        with pytest.raises(NotFoundError):
            await connection.jetstream().stream_info("LOST")
        await connection.close()


async def test_users_come_in_force_at_a_reload_and_broken_ones_are_refused(tmp_path: Path) -> None:
    with EmbeddedNats(tmp_path, durable=False, users=ONE_USER) as server:
        with pytest.raises(LocalNetworkError, match="refuses these users"):
            server.reload("authorization { users: [ { ")
        assert (tmp_path / "users.conf").read_text() == ONE_USER
        server.reload(ONE_USER.replace("secret", "changed"))
        connection = await nats.connect(server.url, user="wallet", password="changed", allow_reconnect=False)
        await connection.close()


def test_a_configuration_the_server_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(LocalNetworkError, match=r"users\.conf") as refusal:
        EmbeddedNats(tmp_path, durable=False, users="authorization { nonsense").start()
    assert "\n" not in str(refusal.value)
