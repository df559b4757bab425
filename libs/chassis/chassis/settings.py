"""Settings: every limit named, with its unit last; read from STAFETT_<SERVICE>_<SETTING>."""

from __future__ import annotations

from typing import TypeVar

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

S = TypeVar("S", bound="Settings")


class Settings(BaseSettings):
    """The settings of every service. A service adds its own in a sub-class."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: SecretStr = SecretStr("")
    nats_url: SecretStr = SecretStr("nats://127.0.0.1:4222")
    master_key: SecretStr = SecretStr("")
    """Base64 of 32 bytes: wraps the keys of persons, and keys the ids made from natural keys."""
    http_host: str = "127.0.0.1"
    http_port: int = 0
    """Where a service with a site serves it to everybody; one without a site serves its health here."""
    health_host: str = "127.0.0.1"
    health_port: int = 0
    """Where a service with a site says how it is in full, for operators alone; 0 for nowhere."""
    failpoints: str = ""
    """For tests only: `append.after=/path/of/a/flag` kills the process there once (chassis.failpoints)."""

    append_connections: int = 2
    append_batch_max: int = 128
    append_queue_max: int = 10_000
    load_batch_max: int = 256
    load_rows_max: int = 200_000
    cache_aggregates_max: int = 10_000
    query_connections_max: int = 8
    query_timeout_s: float = 30.0
    conflict_retries_max: int = 20

    migration_turn_timeout_s: float = 600.0
    """How long whoever migrates waits for another one who does."""
    migration_lock_timeout_s: float = 3.0
    """How long a migration waits for a lock on a table, while others queue behind it, before it lets them pass."""
    migration_pause_s: float = 1.0
    migration_tries_max: int = 100

    pull_window_max: int = 512
    pull_expires_s: float = 20.0
    lane_batch_max: int = 64
    retry_delays_s: tuple[float, ...] = (1, 5, 30, 120, 600)
    not_yet_delays_s: tuple[float, ...] = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
    deliveries_max: int = 60
    """How often a fact is delivered before it goes to the dead letters; waiting for something earlier counts too."""
    ack_wait_s: int = 15
    ack_pending_max: int = 1000

    relay_batch_max: int = 512
    relay_window_max: int = 256
    relay_poll_s: float = 0.1
    relay_ack_timeout_s: float = 5.0
    message_bytes_max: int = 1_000_000
    """The largest message that a stream takes, headers included (maxMsgSize in deploy/nats)."""
    agreement_interval_s: float = 30.0
    """How often the outbox and the stream are compared."""
    clock_skew_max_s: float = 10.0
    """How far the clocks of this process, of PostgreSQL and of the bus may lie apart before nothing is dated any more:
    far more than NTP leaves, far less than what a day's date or a provider's signature would notice."""
    clock_interval_s: float = 15.0
    """How often they are compared."""
    clock_timeout_s: float = 5.0
    agreement_look_back_max: int = 50
    """How many of the last messages are compared when the last one is not the newest fact."""
    stream_days: int = 90
    """How long a stream keeps facts (maxAge in deploy/nats); older ones may be missing."""

    heartbeat_s: float = 1.0
    """How often the reader of the log and the relay look for changes without a signal."""
    view_batch_max: int = 500
    view_poll_s: float = 0.2
    """How often a caller that waits for an answer looks again, in case another process leads the views."""
    passing_retry_delays_s: tuple[float, ...] = (0.1, 0.5, 2)
    """The pauses of a view after an error that may pass, such as a deadlock, before the event counts as the cause."""
    set_aside_retry_delays_s: tuple[float, ...] = (5, 30, 120, 600)
    """The pauses before what was set aside is tried again; the last one is repeated."""
    act_batch_max: int = 200
    act_window_max: int = 1000
    """How many effects run at the same time."""
    act_waiting_max: int = 10_000
    """How many more are held in memory while they wait for a slow destination or for their next try."""
    act_retry_delays_s: tuple[float, ...] = (1, 5, 30, 120)
    """The pauses between tries of an act; after the last one it is set aside, and tried again at that interval."""
    schedule_batch_max: int = 200
    schedule_retry_delays_s: tuple[float, ...] = (5, 5, 5, 5, 5, 5, 30, 120)
    """The pauses between tries of a due command that fails."""
    leader_poll_s: float = 0.5

    document_bytes_max: int = 15_000_000
    document_fetch_timeout_s: float = 10.0
    stop_timeout_s: float = 10.0


def load_settings(kind: type[S], service: str) -> S:
    """The settings of one service from the environment. Raises pydantic.ValidationError naming each wrong one."""
    return kind(_env_prefix=f"STAFETT_{service.upper()}_")
