"""What answers hold: models of rows, where money is an amount with its currency, as in every fact."""

from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from contracts.values import Money


class Shown(BaseModel):
    """A row as the API shows it. A column of money stands beside its currency; the answer has both as one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _with_currency(cls, row: Any) -> Any:
        if not isinstance(row, dict):
            return row
        currency = row.get("currency") or "SEK"
        return row | {
            name: {"amount": row[name], "currency": currency}
            for name, field in cls.model_fields.items()
            if name in row and _is_bare_money(field.annotation, row[name])
        }


def _is_bare_money(kind: Any, value: Any) -> bool:
    is_money = kind is Money or Money in get_args(kind)
    return is_money and value is not None and not isinstance(value, dict | Money)


class Done(Shown):
    """It is done, and nothing more is to be said of it; `status` says what."""

    status: str


class Kept(Shown):
    """A file that was uploaded: name it by these four where it is to be used."""

    sha256: str
    media_type: str
    size: int
    name: str
