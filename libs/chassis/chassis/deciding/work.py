"""Carries out commands in one session, saves it once, and tries again after a conflict."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from chassis.command import Command
from chassis.deciding.surroundings import Surroundings
from chassis.errors import ERASED, REPEATED, Conflict, Duplicate, NotYet, Poison, Refused
from chassis.service import Heard, Service
from chassis.session import Cause, Session
from chassis.store.unit import InboxKey
from chassis.telemetry import log
from contracts.fact import Fact
from contracts.values import Redacted


class Outcome(Enum):
    """How a job ended."""

    DONE = "done"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Job:
    """Commands of one cause. `inbox` makes sure that they are done once; `fact` was heard: its refusal is told.

    `refused` says that no command can be made of what was heard.
    """

    commands: Sequence[Command]
    cause: Cause
    inbox: InboxKey | None = None
    fact: Fact | None = None
    refused: Refused | None = None


def asked(service: Service, fact: Fact, heard: Heard) -> tuple[Sequence[Command], Refused | None]:
    """The commands that a fact asks for; or a refusal, where they need the value of a person who was erased since."""
    on = service.hears.get(type(fact))  # a filter wider than `hears` is harmless
    try:
        commands = on(fact, heard) if on else None
    except Redacted:
        return (), Refused(ERASED)
    return (() if commands is None else (commands,) if isinstance(commands, Command) else tuple(commands)), None


class Work:
    """Carries out jobs against a service's handlers."""

    def __init__(
        self,
        service: Service,
        around: Surroundings,
        clock: Callable[[], datetime],
        conflict_retries_max: int = 20,
        clock_is_right: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._service = service
        self._around = around
        self._clock = clock
        self._clock_is_right = clock_is_right
        self._retries_max = conflict_retries_max
        self.refusals: dict[object, Refused] = {}

    async def do(self, jobs: Sequence[Job]) -> Sequence[Outcome | Poison]:
        """Does all jobs in one unit of work, or one by one where that fails; the outcomes come in the same order.

        Nothing is begun while the clock is wrong.
        Raises Conflict after too many tries, and whatever a handler raises that is no answer.
        """
        if self._clock_is_right is not None:
            await self._clock_is_right()
        for tries in range(self._retries_max):
            try:
                return await self._once(jobs, is_first_try=tries == 0)
            except Conflict:
                continue
            except Duplicate:
                return await self._sorted_out(jobs)
            except Exception:
                if len(jobs) == 1:
                    raise
                return await self._one_by_one(jobs)
        raise Conflict(f"{self._service.name}: still in conflict after {self._retries_max} tries")

    async def perform(self, commands: Sequence[Command], cause: Cause, inbox: InboxKey | None = None) -> Outcome:
        """Does one job for a caller who waits for the outcome. Raises Refused when a rule forbids it."""
        session = Session(self._around)
        for _ in range(self._retries_max):
            try:
                for command in commands:
                    await self._handle(command, session)
                session.conclude(cause)
                if inbox:
                    session.handled(inbox)
                await session.save(self._clock())
            except Conflict:
                session = Session(self._around, is_first_try=False)
                continue
            except Duplicate:
                return Outcome.DUPLICATE
            return Outcome.DONE
        raise Conflict(f"{self._service.name}: still in conflict after {self._retries_max} tries")

    async def _once(self, jobs: Sequence[Job], *, is_first_try: bool) -> list[Outcome]:
        session = Session(self._around, is_first_try=is_first_try)
        outcomes = [await self._one(job, session) for job in jobs]
        await session.save(self._clock())
        return outcomes

    async def _one(self, job: Job, session: Session) -> Outcome:
        outcome = Outcome.DONE
        try:
            if job.refused:
                raise job.refused
            for command in job.commands:
                await self._handle(command, session)
            if not session.conclude(job.cause) and self._owes_an_answer(job):
                self._tell_refusal(job, Refused(REPEATED), session)
        except NotYet:
            await session.undo()
            return Outcome.NOT_YET
        except (Refused, Redacted) as refused:
            await session.undo()
            outcome = Outcome.REFUSED
            self._tell_refusal(job, refused if isinstance(refused, Refused) else Refused(ERASED), session)
        if job.inbox:
            session.handled(job.inbox)
        return outcome

    async def _handle(self, command: Command, session: Session) -> None:
        await self._service.handles[type(command)](command, session)

    def _owes_an_answer(self, job: Job) -> bool:
        """Whether somebody waits for a fact of this service, who is answered even if the act changes nothing."""
        if job.fact is None or type(job.fact) not in self._service.refuses:
            return False
        return any(name.startswith(f"{self._service.name}.") for name in job.fact.answered_by)

    def _tell_refusal(self, job: Job, refused: Refused, session: Session) -> None:
        tell = self._service.refuses.get(type(job.fact)) if job.fact else None
        told = tell(job.fact, refused) if tell else None
        if told is not None:
            session.tell(told, f"{self._service.name}.refusal/{job.cause.id}", job.cause)
        log.info("refused", service=self._service.name, code=refused.code, heard=job.fact.NAME if job.fact else "")

    async def _sorted_out(self, jobs: Sequence[Job]) -> Sequence[Outcome | Poison]:
        """Leaves out jobs that were handled before, and does the others."""
        keys = [job.inbox for job in jobs if job.inbox]
        seen = await self._around.store.handled(keys)
        rest = [job for job in jobs if job.inbox not in seen]
        if len(rest) == len(jobs):
            return await self._one_by_one(jobs) if len(jobs) > 1 else [Outcome.DUPLICATE]
        outcomes = iter(await self.do(rest) if rest else [])
        return [Outcome.DUPLICATE if job.inbox in seen else next(outcomes) for job in jobs]

    async def _one_by_one(self, jobs: Sequence[Job]) -> list[Outcome | Poison]:
        """Does each job alone after they failed together, so that none harms the others. Raises the first error.

        A Poison becomes the outcome of its job instead, since it can never be done and later jobs need not wait.
        """
        outcomes: list[Outcome | Poison] = []
        for job in jobs:
            try:
                outcomes.extend(await self.do([job]))
            except Poison as poison:
                outcomes.append(poison)
        return outcomes
