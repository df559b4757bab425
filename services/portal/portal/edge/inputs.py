"""What a request body may hold: its texts, numbers and dates have bounds whether or not a field names narrower ones."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, get_args

from fastapi import Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from contracts.text import forbidden_in, shown
from contracts.values import Money

WHOLE_MAX: Final = 2**53 - 1
"""As far as every program that reads JSON can count (RFC 8259, 6)."""
POSITION_MAX: Final = 2**63 - 1
WRITTEN_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WRITTEN_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")
DECIMAL_EXPONENT_MAX: Final = 18
DECIMAL_DIGITS_MAX: Final = 30
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
"""A day after it can still be reckoned with: terms and months are added to it."""


class HasLines:
    """Marks a field that may have several lines: `Annotated[str, LINES]`."""


LINES: Final = HasLines()


def _between_days(moment: datetime) -> datetime:
    check(moment, "", lines=False)
    return moment


def _day_as_written(value: Any) -> Any:
    """ISO 8601 alone; pydantic would also take seconds since 1970, so that 0 were a day."""
    if value is None or isinstance(value, date) or (isinstance(value, str) and WRITTEN_DAY.fullmatch(value.strip())):
        return value
    raise PydanticCustomError("date_parsing", "a day is written as 2026-12-01")


def _moment_as_written(value: Any) -> Any:
    """The same for moments."""
    if value is None or isinstance(value, datetime) or (isinstance(value, str) and WRITTEN_MOMENT.match(value.strip())):
        return value
    raise PydanticCustomError("datetime_parsing", "a moment is written as 2026-12-01T12:00:00Z")


Moment = Annotated[AwareDatetime, BeforeValidator(_moment_as_written), AfterValidator(_between_days)]
"""A moment with its zone, which the database can reckon with."""
UpdatedAfter = Annotated[
    Moment | None,
    Query(
        description="Those that changed after this moment, in the order of their changes. What another service tells "
        "may be heard late: ask for an hour more than the last time."
    ),
]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY), BeforeValidator(_day_as_written)]
After = Annotated[int, Query(ge=0, le=POSITION_MAX)]
"""Turns the page of a list: the last position of the page before."""


Search = Annotated[str, Query(max_length=200)]
"""What is looked for in a list."""


class Input(BaseModel):
    """A request body: a field that nobody asked for is refused, so a sum that was sent along is never believed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=2_000)

    @field_validator("*", mode="before")
    @classmethod
    def _days_as_written(cls, value: Any, info: ValidationInfo) -> Any:
        annotation = cls.model_fields[info.field_name or ""].annotation
        return _day_as_written(value) if date in (annotation, *get_args(annotation)) else value

    @field_validator("*", mode="after")
    @classmethod
    def _within_bounds(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[info.field_name or ""]
        check(value, info.field_name or "", lines=any(isinstance(item, HasLines) for item in field.metadata))
        return value


class MoneyAsked(Input):
    """Money that is asked for: an amount with its currency."""

    amount: Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "SEK"

    def as_value(self) -> Money:
        return Money(self.amount, self.currency)


class Reason(Input):
    reason: Annotated[str, Field(max_length=500), LINES] = ""


def check(value: Any, where: str, *, lines: bool) -> None:
    """Raises PydanticCustomError, whose type is the code of a refusal. Inputs within inputs check themselves."""
    match value:
        case str():
            if sign := forbidden_in(value, lines=lines):
                raise PydanticCustomError("text.forbidden-sign", "a forbidden sign", {"where": where, "sign": sign})
        case bool():
            pass
        case int() if abs(value) > WHOLE_MAX:
            raise PydanticCustomError("number.out-of-range", "out of range", {"number": shown(value)})
        case Decimal() if not _is_an_amount(value):
            raise PydanticCustomError("number.out-of-range", "out of range", {"number": shown(value)})
        case datetime() if not FIRST_DAY <= value.date() <= LAST_DAY:
            raise PydanticCustomError("date.out-of-range", "out of range", _days())
        case date() if not isinstance(value, datetime) and not FIRST_DAY <= value <= LAST_DAY:
            raise PydanticCustomError("date.out-of-range", "out of range", _days())
        case list() | tuple():
            for item in value:
                check(item, where, lines=lines)
        case dict():
            for name, item in value.items():
                check(name, where, lines=False)
                check(item, where, lines=lines)
        case _:
            pass


def _is_an_amount(value: Decimal) -> bool:
    if not value.is_finite():
        return False
    return abs(value.adjusted()) <= DECIMAL_EXPONENT_MAX and len(value.as_tuple().digits) <= DECIMAL_DIGITS_MAX


def _days() -> dict[str, str]:
    return {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
