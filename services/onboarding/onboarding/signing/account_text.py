"""The text that a signatory signs to confirm the accounts that a company is to be paid to."""

from collections.abc import Iterable
from typing import Final

from contracts.values import BankAccount, Language
from nordic.written import account_number

_KINDS: Final = {"bankgiro": "Bankgiro", "plusgiro": "Plusgiro", "iban": "IBAN"}
_WORDS: Final[dict[Language, str]] = {
    "sv": "Jag bekräftar för {name} ({number}) att företaget ska få betalt till:\n{accounts}\n\n"
    "Underskriften gäller bara dessa konton.",
    "da": "Jeg bekræfter for {name} ({number}), at virksomheden skal have betaling til:\n{accounts}\n\n"
    "Underskriften gælder kun disse konti.",
    "nb": "Jeg bekrefter for {name} ({number}) at selskapet skal få betalt til:\n{accounts}\n\n"
    "Signaturen gjelder bare disse kontoene.",
    "fi": "Vahvistan yrityksen {name} ({number}) puolesta, että sille maksetaan tileille:\n{accounts}\n\n"
    "Allekirjoitus koskee vain näitä tilejä.",
    "en": "I confirm for {name} ({number}) that the company is to be paid to:\n{accounts}\n\n"
    "The signature covers these accounts only.",
}


def account_text(name: str, number: str, accounts: Iterable[BankAccount], language: Language) -> str:
    """Writes the text, with every account on a line of its own, in its bank's notation."""
    lines = "\n".join(f"- {written(account)}" for account in accounts)
    return _WORDS[language].format(name=name, number=number, accounts=lines)


def written(account: BankAccount) -> str:
    """Writes an account as people know it: its kind, and its number in groups."""
    return f"{_KINDS[account.kind]} {account_number(account.kind, account.number)}"
