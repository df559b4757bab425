"""Validates invoices in warm processes of their own, each validation limited in size, time and memory."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import msgspec

from einvoice.rules.findings import LayerRun, Report, could_not_judge, refused_xml
from einvoice.rules.limits import ValidationLimits
from einvoice.worker_pool import MEBIBYTE, Answering, PoolBusy, PoolNotRunning, WorkerFailed, WorkerLimits, WorkerPool
from einvoice.xml import too_large

WORKERS = WorkerLimits(answers_per_worker_max=10_000, resident_bytes_max=768 * MEBIBYTE, waiting_max=1_000)
"""What a worker is held to beside the limits of its documents."""


class RulesUnavailable(RuntimeError):
    """A worker did not start, the pool is not running, or too many documents wait already."""


class _Request(msgspec.Struct, frozen=True, array_like=True):
    document: bytes
    layers: tuple[str, ...]


class OfficialRules:
    """Warm workers: `await rules.start()`, any number of `await rules.validate(xml)` at once, `await rules.stop()`."""

    def __init__(self, workers: int = 1, limits: ValidationLimits | None = None) -> None:
        self._limits = limits or ValidationLimits.from_environment()
        held_to = replace(
            WORKERS, answer_timeout_s=self._limits.timeout_s, memory_bytes_max=self._limits.memory_bytes_max
        )
        self._pool = WorkerPool("einvoice-rules", partial(_prepare, self._limits), workers, held_to)

    @property
    def process_ids(self) -> frozenset[int]:
        """The workers, as the operating system knows them."""
        return self._pool.process_ids

    async def start(self) -> None:
        """Start the workers and wait until their rules are ready; raises RulesUnavailable when one cannot."""
        try:
            await self._pool.start()
        except WorkerFailed as failed:
            raise RulesUnavailable(str(failed)) from failed

    async def stop(self) -> None:
        """End every worker; validations under way are told as layers that could not run."""
        await self._pool.stop()

    async def validate(self, document: bytes, layers: Sequence[str] | None = None) -> Report:
        """The verdict on a document, as `einvoice.rules.validation.validate` gives it.

        When the worker ran out of time or memory, the report's only layer is "rules", which could not run. Raises
        RulesUnavailable when the pool is not running, or as many documents wait as it lets wait.
        """
        if len(document) > self._limits.document_bytes_max:
            return _too_large(document, self._limits.document_bytes_max)
        request = msgspec.msgpack.encode(_Request(document, tuple(layers or ())))
        try:
            return msgspec.msgpack.decode(await self._pool.ask(request), type=Report)
        except WorkerFailed as failed:
            return could_not_judge(str(failed))
        except (PoolNotRunning, PoolBusy) as unavailable:
            raise RulesUnavailable(str(unavailable)) from unavailable


def _prepare(limits: ValidationLimits) -> Answering:
    """In a new worker: every layer's rules made ready. Raises RulesUnavailable when one layer cannot run."""
    from einvoice.rules.validation import warm_up

    problems = "; ".join(f"{run.name}: {run.reason}" for run in warm_up())
    if problems:
        raise RulesUnavailable(problems)
    return partial(_validate, limits)


def _validate(limits: ValidationLimits, request: bytes) -> bytes:
    from einvoice.rules.validation import ALL_LAYERS, validate

    asked = msgspec.msgpack.decode(request, type=_Request)
    return msgspec.msgpack.encode(validate(asked.document, asked.layers or ALL_LAYERS, limits=limits))


def _too_large(document: bytes, bytes_max: int) -> Report:
    unsafe, run = too_large(document, bytes_max), LayerRun(name="xsd", version="2.1", state="failed")
    return Report(layers=(run,), findings=(refused_xml(unsafe.code, unsafe.text, run.name),))
