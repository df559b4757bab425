"""One case, from question to outcome: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import CompanyId
from support.commands import AnswerCase, CloseCase, CloseQuietCase, OpenCase, ReopenCase
from support.events import CaseAnswered, CaseClosed, CaseEvent, CaseOpened, CaseReopened
from support.writing import Limits, check_form, check_title, check_words

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: people read references to one another over the telephone."""
REFERENCE_LENGTH = 8


class Case(Aggregate[CaseEvent], stream="support.case"):
    """One case. Its stream has the id that whoever opened it chose."""

    company: CompanyId | None = None
    opening: CaseOpened
    reference: str = ""
    is_open: bool = False
    answers: int = 0
    attached_bytes: int = 0
    answers_before_reopening: int = 0

    # Decisions.

    def open(self, command: OpenCase, limits: Limits) -> None:
        """Opens the case. Raises Refused when the form of its category is not filled in."""
        if self.exists:
            return
        if command.opened_by != "service":
            check_form(command.category, command.form.reveal())
        check_title(command.title.reveal())
        check_words(command.text.reveal(), command.attachments, limits)
        self.record(
            CaseOpened(
                company=command.company,
                person=command.person,
                reference=reference_of(self.id),
                opened_by=command.opened_by,
                category=command.category,
                title=command.title,
                form=command.form,
                text=command.text,
                attachments=command.attachments,
                name=command.name,
                email=command.email,
                language=command.language,
                matter=command.matter,
            )
        )

    def answer(self, command: AnswerCase, limits: Limits) -> None:
        """Adds an answer, which reopens a closed case. Raises Refused when it is empty or the case is full."""
        self.must_be_of(command.company)
        if self.answers >= limits.answers:
            raise Refused("case.full", reference=self.reference, count_max=limits.answers)
        check_words(command.text.reveal(), command.attachments, limits)
        together = self.attached_bytes + sum(one.size for one in command.attachments)
        if command.attachments and together > limits.case_attachments_bytes:
            raise Refused("case.attachments-full", reference=self.reference, size_max=limits.case_attachments_bytes)
        if not self.is_open:
            self.record(CaseReopened(company=command.company, person=self.opening.person, side=command.side))
        self.record(
            CaseAnswered(
                company=command.company,
                person=self.opening.person,
                answer=command.answer,
                number=self.answers + 1,
                side=command.side,
                text=command.text,
                attachments=command.attachments,
                quiet_at=command.at + limits.quiet if command.side == "operator" else None,
            )
        )

    def close(self, command: CloseCase) -> None:
        self.must_be_of(command.company)
        if not self.is_open and command.if_open:
            return
        if not self.is_open:
            raise Refused("case.closed-already", reference=self.reference)
        self.record(CaseClosed(company=command.company, person=self.opening.person, outcome=command.outcome))

    def reopen(self, command: ReopenCase) -> None:
        self.must_be_of(command.company)
        if self.is_open:
            raise Refused("case.open-already", reference=self.reference)
        self.record(CaseReopened(company=command.company, person=self.opening.person, side=command.side))

    def close_quiet(self, command: CloseQuietCase) -> None:
        """Closes the case, unless somebody has answered or reopened it in the meantime."""
        newest = self.answers == command.answer > self.answers_before_reopening
        if self.is_open and self.company and newest:
            self.record(CaseClosed(company=self.company, person=self.opening.person, outcome="quiet"))

    def must_be_of(self, company: CompanyId) -> None:
        """Raises Refused for another company's case, as if it did not exist."""
        if not self.exists or self.company != company:
            raise Refused("case.not-found")

    # Evolution.

    def evolve(self, event: CaseEvent) -> None:
        match event:
            case CaseOpened():
                self.company, self.opening, self.is_open = event.company, event, True
                self.reference = event.reference
                self.attached_bytes = sum(one.size for one in event.attachments)
            case CaseAnswered():
                self.answers = event.number
                self.attached_bytes += sum(one.size for one in event.attachments)
            case CaseClosed():
                self.is_open = False
            case CaseReopened():
                self.is_open, self.answers_before_reopening = True, self.answers
            case _:
                assert_never(event)


def reference_of(case: UUID) -> str:
    """The reference that people quote, such as `7KQM-2XEA`, made of the random end of the case's id."""
    letters, rest = "", case.int
    for _ in range(REFERENCE_LENGTH):
        rest, letter = divmod(rest, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[letter]
    return f"{letters[:4]}-{letters[4:]}"
