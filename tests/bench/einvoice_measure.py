"""How the invoice benchmarks measure: least CPU time of rounds that take turns, so that others disturb all alike."""

import gc
import time
from collections.abc import Callable

TURN_MS = 60.0


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU of this process for one go."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def least_of_each(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least CPU ms of each, over rounds in which each has its turn; a first go of each warms up."""
    for work in works:
        work()
    gc.collect()
    gc.freeze()  # as `einvoice.worker_pool` does with what is ready
    turns = [[_turn(work) for work in works] for _ in range(rounds)]
    gc.unfreeze()
    return [min(times) for times in zip(*turns, strict=True)]


def _turn(work: Callable[[], object]) -> float:
    """The least of some goes in a row, as a worker has one document after another: the first may find cold caches."""
    times = [cpu_ms(work)]
    while sum(times) < TURN_MS:
        times.append(cpu_ms(work))
    return min(times)


def rate(ms: float) -> float:
    """How many a second one core does."""
    return round(1000 / ms, 1) if ms else 0.0


def ratio(theirs: float, ours: float) -> float:
    """How many times as fast ours is."""
    return round(theirs / ours, 1)
