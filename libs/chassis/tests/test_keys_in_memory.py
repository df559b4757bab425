"""The keys of persons in memory: a limited number of them, for a limited time, and never one too few."""

from uuid import UUID, uuid4

import pytest

from chassis.person.sealing import KEY_AGE_KEPT_S, KEY_AGE_MAX_S, MemoryKeys, Sealer
from contracts.values import REDACTED


class Clock:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def sealed(sealer: Sealer, person: UUID) -> str:
    await sealer.prepare([person], create=True)
    return sealer.seal(person, "Anna", "place")


async def test_a_process_that_runs_hears_of_an_erasure(clock: Clock) -> None:
    keys, anna = MemoryKeys(), uuid4()
    sealer = Sealer(keys, clock)
    text = await sealed(sealer, anna)
    del keys.keys[anna]
    clock.now_s = KEY_AGE_MAX_S
    await sealer.prepare([anna])
    assert sealer.open(text, "place") == REDACTED


async def test_a_key_that_is_asked_for_again_serves_on(clock: Clock) -> None:
    anna = uuid4()
    sealer = Sealer(MemoryKeys(), clock)
    text = await sealed(sealer, anna)
    for _ in range(3):
        clock.now_s += KEY_AGE_MAX_S
        await sealer.prepare([anna])
        assert sealer.open(text, "place") == "Anna"


async def test_the_oldest_keys_leave_and_are_fetched_again(clock: Clock) -> None:
    keys = MemoryKeys()
    sealer = Sealer(keys, clock, keys_max=2)
    first = uuid4()
    text = await sealed(sealer, first)
    clock.now_s = KEY_AGE_KEPT_S
    await sealer.prepare([uuid4(), uuid4()], create=True)
    assert len(sealer._at_hand) == 2
    await sealer.prepare([first])
    assert sealer.open(text, "place") == "Anna"


async def test_no_key_leaves_that_somebody_is_about_to_use(clock: Clock) -> None:
    """A key that is not there reads as an erased person, so a crowd may exceed the limit for a minute."""
    sealer = Sealer(MemoryKeys(), clock, keys_max=2)
    anna = uuid4()
    text = await sealed(sealer, anna)
    clock.now_s = KEY_AGE_KEPT_S - 1
    await sealer.prepare([uuid4() for _ in range(5)], create=True)
    assert sealer.open(text, "place") == "Anna"
