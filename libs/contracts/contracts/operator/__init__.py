"""Who runs the network: the seller on its own invoices, which are handled like all others."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from contracts.values import Address, BankAccount, CompanyId, Country, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The seller of credits. `company` is its id in the network; `account` is where transfers arrive."""

    company: CompanyId
    name: str
    country: Country
    number: str
    vat_number: str
    legal_form: str
    language: Language
    email: str
    address: Address
    account: BankAccount
    iban: str = ""
    """The IBAN of the same account, by which banks name it in camt files."""
    customer_centre: str = ""
    """Where customers write with questions; `email` where there is none."""
    telephone: str = ""
    opens: str = ""
    """When the customer centre answers on weekdays, by the clock of Sweden, such as `08:00` to `closes`."""
    closes: str = ""


@cache
def operator(file: str = "") -> Operator:
    """Loads a TOML file shaped like operator.toml, which is taken when none is named. Raises OSError or KeyError."""
    text = Path(file).read_text() if file else (files(__name__) / "operator.toml").read_text()
    values = tomllib.loads(text)
    address, account = values.pop("address"), values.pop("account")
    country, name = values["country"], values["name"]
    return Operator(
        **values | {"company": UUID(values["company"])},
        address=Address(name=name, country=country, **address),
        account=BankAccount(country=country, **account),
    )
