"""Files in which a bank tells of payments: ISO 20022 camt.053 and camt.054, and Bankgirot's BGMax."""

from wallet.bank.files.entry import BankEntry, Statement
from wallet.bank.files.recognised import read_bank_file

__all__ = ["BankEntry", "Statement", "read_bank_file"]
