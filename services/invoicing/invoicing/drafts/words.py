"""What each finding on a draft says: what is wrong and what to do.

The texts of official rules are in `einvoice`, in five languages; here are those of our own, in Swedish and English.
"""

from __future__ import annotations

from typing import Literal

from contracts.values import Finding
from einvoice.rules import words as rule_words
from invoicing.drafts import rare_words

WORDS: dict[str, tuple[str, str]] = {
    "company.unsigned": (
        "Företaget är inte signerat. Fakturan sparas, och kan skickas när någon har signerat.",
        "The company is not signed. The invoice is kept, and can be sent once somebody has signed.",
    ),
    "company.not-ready": (
        "Företaget kan inte skicka fakturor än: {missing} saknas.",
        "The company cannot send invoices yet: {missing} is missing.",
    ),
    "customer.not-connected": (
        "Kunden är inte ansluten till ditt företag. Bjud in kunden, eller välj en annan.",
        "The customer is not connected to your company. Invite the customer, or choose another.",
    ),
    "customer.supplier-refused": (
        "Kunden har inte godkänt ditt företag som leverantör. Kontakta kunden, eller välj en annan.",
        "The customer has not approved your company as a supplier. Contact the customer, or choose another.",
    ),
    "customer.plan-needed": (
        "Kunden tar emot fakturor hos en annan operatör. Dit når Basic och större abonnemang: byt abonnemang.",
        "The customer receives invoices at another operator. Basic and larger plans reach there: change your plan.",
    ),
    "customer.approval-awaited": (
        "Kunden har inte godkänt ditt företag som leverantör än. Fakturan väntar, och skickas när kunden godkänner.",
        "The customer has not approved your company as a supplier yet. The invoice waits, and is sent once it does.",
    ),
    "lines.too-many": (
        "Fakturan har {count} rader; högst {count_max} ryms. Dela upp den.",
        "The invoice has {count} lines; at most {count_max} fit. Divide it.",
    ),
    "BG-17": (
        "Bankkontot finns inte hos ditt företag. Välj ett av de konton som är sparade.",
        "Your company has no such bank account. Choose one of the accounts that are saved.",
    ),
    "charge.negative": ("Avgiften får inte vara negativ.", "The charge must not be negative."),
    "vat.rate": (
        "{rate} % är ingen momssats i {country}. Välj en av: {rates}.",
        "{rate} % is no VAT rate in {country}. Choose one of: {rates}.",
    ),
    "vat.rate-not-zero": (
        "Momskategori {category} har momssatsen 0 %.",
        "VAT category {category} has a VAT rate of 0 %.",
    ),
    "figure.out-of-range": (
        "Siffran är orimligt stor, eller har för många decimaler.",
        "The figure is unreasonably large, or has too many decimals.",
    ),
    "text.unwritable": (
        "Texten innehåller tecken som inte kan stå i en faktura.",
        "The text holds characters that cannot stand in an invoice.",
    ),
    "number.too-long": (
        "Fakturanumret får vara högst {length_max} tecken.",
        "The invoice number may have at most {length_max} characters.",
    ),
    "number.taken": (
        "Fakturanumret {number} är redan använt. Välj ett annat, eller lämna fältet tomt.",
        "The invoice number {number} is already in use. Choose another, or leave the field empty.",
    ),
    "number.gap": (
        "Fakturanummer {missing_from} till {missing_to} saknas före detta.",
        "The invoice numbers {missing_from} to {missing_to} are missing before this one.",
    ),
    "payment-reference.invalid": (
        "Betalningsreferensen är inget giltigt OCR-nummer för kontot. Lämna fältet tomt, så skapas ett.",
        "The payment reference is no valid OCR number for the account. Leave the field empty, and one is made.",
    ),
    "reference.remark": (
        "Numret börjar inte med {prefix} och tas som ett inköpsordernummer.",
        "The number does not begin with {prefix} and is taken as a purchase order number.",
    ),
    "attachment.not-pdf": (
        "Bilagan {name} är ingen PDF. Spara den som PDF och lägg till den igen.",
        "The attachment {name} is no PDF. Save it as a PDF and add it again.",
    ),
    "attachment.too-large": (
        "Bilagan {name} är {size} byte; högst {size_max} ryms.",
        "The attachment {name} is {size} bytes; at most {size_max} fit.",
    ),
    "attachments.too-large": (
        "Bilagorna är tillsammans {size} byte; högst {size_max} ryms.",
        "The attachments are {size} bytes together; at most {size_max} fit.",
    ),
    "attachments.too-many": (
        "Fakturan har {count} bilagor; högst {count_max} ryms.",
        "The invoice has {count} attachments; at most {count_max} fit.",
    ),
}

MISSING = {
    "registration": ("registreringen", "the registration"),
    "address": ("adressen", "the address"),
    "account": ("bankkontot", "the bank account"),
    "terms": ("godkända villkor eller en ansluten kund", "acceptance of the terms, or a connected customer,"),
}
"""The texts for each thing that a company may lack."""


def finding(
    rule: str, where: str, language: str, level: Literal["error", "warning"] = "error", **details: object
) -> Finding:
    """Makes a finding in the person's language; our own usual texts exist only in Swedish and English."""
    if rule in rare_words.WORDS:
        words = rare_words.WORDS[rule]
        sentence = words.get(language, words["en"]).format(**details)
    elif rule in WORDS:
        swedish, english = WORDS[rule]
        sentence = (swedish if language == "sv" else english).format(**details)
    else:
        sentence = official(rule, language)
    return Finding(rule=rule, level=level, where=where, text=sentence)


def official(rule: str, language: str) -> str:
    """Our sentence on an official rule. Raises KeyError for a rule that has none."""
    sentences = rule_words.rule_words()[rule].sentences
    return sentences.get(language, sentences["en"])


def not_ready(missing: str, language: str) -> Finding:
    """Makes the finding on one thing that the company lacks."""
    swedish, english = MISSING[missing]
    words = swedish if language == "sv" else english
    return finding("company.not-ready", f"company/{missing}", language, missing=words)


def did_you_mean(correction: str, language: str) -> str:
    """The sentence that offers a correction, which is never applied by itself."""
    return f"Menade du {correction}?" if language == "sv" else f"Did you mean {correction}?"
