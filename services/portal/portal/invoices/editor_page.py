"""What the page of the editor shows: the form on the left, and on the right the invoice as it now reads."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final
from uuid import UUID

from fastapi import Response

from contracts.values import CompanyId
from einvoice.vat_rates import VAT_RATES
from portal.companies.here import CompanyPage
from portal.companies.view import accounts_of, addresses_of
from portal.edge.acts import Said
from portal.edge.asking import Edge
from portal.edge.clock import now, today
from portal.edge.figures import zone_of
from portal.invoices.attaching import size_of
from portal.invoices.fields import plain, rows_in
from portal.invoices.remedies import remedies
from portal.network.view import rules_on
from portal.partners.view import Wanted, page_of
from portal.telling.reading import Row

CURRENCIES: Final = ("SEK", "DKK", "NOK", "EUR", "USD", "GBP", "CHF")
CURRENCY_OF: Final = {"SE": "SEK", "DK": "DKK", "NO": "NOK", "FI": "EUR"}
UNITS: Final = ("C62", "HUR", "DAY", "MON", "KGM", "TNE", "MTR", "KMT", "MTK", "MTQ", "LTR", "SET", "KWH")
"""UN/ECE Recommendation 20; each has its word, `unit.<code>`."""
CHARGES: Final = ("FC", "PC", "ZZZ")
"""UNTDID 7161: freight, packing, and anything else."""
NO_VAT: Final = ("AE", "E", "K", "G", "Z", "O")
"""Why there is no VAT, each with its words, `vat.<category>`; E needs its reason beside, `exemption_reason`."""
REFERENCES: Final = ("order_number", "buyer_reference", "reference_person", "payment_reference")
LINES_AT_FIRST: Final = 1


async def defaults(customer: CompanyId, here: CompanyPage, edge: Edge, days_to_pay: int) -> dict[str, str]:
    """What a new invoice holds before anybody writes: today, when it is due, the currency, and the account."""
    begins = today(zone_of(here.company["country"]))
    accounts = await accounts_of(edge.db, here.acting.company)
    usual = next((one for one in accounts if one["default"]), accounts[0] if accounts else None)
    return {
        "receiver": str(customer),
        "currency": CURRENCY_OF.get(here.company["country"], "EUR"),
        "issue_date": begins.isoformat(),
        "due_date": (begins + timedelta(days=days_to_pay)).isoformat(),
        "account": str(usual["id"]) if usual else "",
    }


async def page(
    here: CompanyPage,
    edge: Edge,
    row: Row | None,
    filled: dict[str, str],
    said: Said,
    lines: int = 0,
    charges: int = 0,
) -> Response:
    """`row` is the draft as it was kept last, if it was; `lines` and `charges` how many rows there are at least."""
    found = remedies(row["findings"], here) if row else []
    wrong = {one.field: one.text for one in found if one.is_error and filled.get(one.field)} | dict(said.wrong)
    receiver = filled.get("receiver", "")
    rules = await _rules(receiver, filled.get("issue_date", ""), edge)
    lines_max = edge.settings.editor_rows_max
    return here.show(
        "editor.html",
        said=said,
        filled=filled,
        wrong=wrong,
        invoice=row,
        action=f"{here.path}/invoices/{row['id'] if row else 'new'}",
        remedies=found,
        customers=await _customers(here, edge, receiver, row),
        accounts=await accounts_of(edge.db, here.acting.company),
        address=(await addresses_of(edge.db, here.acting.company)).get("default"),
        currencies=_with(CURRENCIES, filled.get("currency", "")),
        units=UNITS,
        charge_kinds=CHARGES,
        vat_choices=partial(_vat_choices, here),
        usual_vat=f"S-{VAT_RATES.get(here.company['country'], ('25',))[0]}",
        rules=rules,
        references=REFERENCES,
        rows_in=rows_in,
        lines_at_least=min(max(lines, LINES_AT_FIRST), lines_max),
        charges_at_least=min(charges, 20),
        lines_max=lines_max,
        size_of=lambda written: here.reader.number(Decimal(size_of(written) or 0)),
        sum_of=partial(_sum_of, row),
        saved_at=row["changed_at"] if row else None,
    )


async def _rules(receiver: str, day: str, edge: Edge) -> dict[str, Any]:
    """What the customer asks of each reference on that day."""
    try:
        on, customer = date.fromisoformat(day) if day else now().date(), CompanyId(UUID(receiver))
    except ValueError:
        return {}
    return {rule["reference"]: rule for rule in (await rules_on(edge.db, customer, on))["rules"]}


async def _customers(here: CompanyPage, edge: Edge, chosen: str, row: Row | None) -> list[tuple[str, str]]:
    """The connected ones, and the chosen one whatever became of it since."""
    wanted = Wanted(here.acting.company, "customer", "connected", "")
    found = await page_of(edge.db, wanted, edge.settings.customers_to_choose_from_max, 0)
    choices = [(str(one["id"]), one["name"]) for one in found]
    if chosen and chosen not in [value for value, _ in choices]:
        choices.insert(0, (chosen, (row or {}).get("receiver_name") or "–"))
    return choices


def _vat_choices(here: CompanyPage, chosen: str) -> list[tuple[str, str]]:
    """The rates of the seller's country, and the reasons for none; one that the draft has already is kept."""
    reader = here.reader
    rates = VAT_RATES.get(here.company["country"], ("25",))
    choices = [(f"S-{rate}", f"{reader.number(Decimal(rate))} %") for rate in rates]
    choices += [(f"{category}-0", reader.t(f"vat.{category}")) for category in NO_VAT]
    if chosen and chosen not in [value for value, _ in choices]:
        category, _, rate = chosen.partition("-")
        choices.append((chosen, f"{_percent(rate, here)} {category}"))
    return choices


def _percent(rate: str, here: CompanyPage) -> str:
    try:
        return f"{plain(Decimal(rate), here.reader.language)} %"
    except InvalidOperation:
        return rate[:10]


def _with(choices: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    return choices if chosen in choices or not chosen else (*choices, chosen)


def _sum_of(row: Mapping[str, Any] | None, group: str, place: int) -> Decimal | None:
    """What a line or a charge comes to, as the network reckoned when the draft was kept last."""
    amounts = ((row or {}).get("sums") or {}).get(group, [])
    return Decimal(amounts[place]["amount"]) if place < len(amounts) else None
