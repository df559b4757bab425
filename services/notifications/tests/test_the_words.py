"""Every mail in every language, and values that try to inject something."""

import re
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest

from notifications.letter import LetterWriter, one_line
from notifications.words import COMMON, PAGES, WORDS

COMPANY = UUID("0198c0de-0000-7000-8000-000000000001")
VALUES = {
    "given_name": "Anna",
    "inviter_name": "Rälsverket AB",
    "partner_name": "Kund & Son AB",
    "supplier_name": "Rälsverket AB",
    "customer_name": "Kund & Son AB",
    "number": "K-100",
    "code": "7KQ4-M2XD",
    "expires_on": "2027-01-20",
    "signed_by": "Åsa Öst",
    "signed_on": "2026-11-21",
    "order": str(uuid4()),
    "article": "paper",
    "leave": "a1b2",
    "items": "100 invoice; 1 plan.basic",
    "vat_note": "Reverse charge",
    "amount": "125.00 SEK",
    "owed": "12.50 SEK",
    "owed_any": "yes",
    "previous": "1.90 SEK",
    "valid_from": "2027-01-01",
    "plan": "Basic",
    "previous_plan": "Free",
    "net": "200.00 SEK",
    "vat": "50.00 SEK",
    "total": "250.00 SEK",
    "payment": "pay_1",
    "paid_on": "2026-11-21",
    "available": "10",
    "invoice": str(uuid4()),
    "repair": "receiver",
    "payable": "68970.00 SEK",
    "due_date": "2026-12-21",
    "case": str(uuid4()),
    "reference": "7KQM-2XEA",
    "title": "Fakturan kom inte fram",
    "text": "Adressen var fel.",
    "outcome": "quiet",
    "recipient_name": "Mottagare & Co AB",
    "operator": "Nordpost Meddelande AB",
    "previous_operator": "Fjord Formidling AS",
    "required": "yes",
    "reason": "Uppgifterna stämmer inte.",
    "account": "Plusgiro 90 08 00-4 Nordea",
    "replaces": "Bankgiro 991-2346",
    "held_until": "2026-11-23",
    "held_time": "14:05 UTC",
    "released": "owner",
    "name": "Cia Dahl",
    "company_name": "Exempel AB",
    "email": "cia@exempel.test",
    "message": "Jag sköter fakturorna.",
    "accepted": "yes",
    "role": "admin",
    "version": "2027-01",
    "in_force_from": "2027-01-01",
}
EVIL = "<script>alert(1)</script>\r\nBcc: c@d.test\r\n\r\n\u202egnp.exe{{ 7*7 }}<a href='https://evil.test'>"

LINK = "Vinn nu på https://evil.test/nu AB"
WAYS_TO_EVIL = re.compile(r"evil\.test|https?://(?!stafett\.test/)")

writer = LetterWriter("https://stafett.test/", "Stafett <post@stafett.test>")
ALL = [(language, template) for language in WORDS for template in PAGES]


class Tags(HTMLParser):
    """The tags of a page, the targets of its links, and whether every tag is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: set[str] = set()
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links |= {value or "" for name, value in attrs if name == "href"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("language", "template"), ALL)
def test_every_mail_is_whole_in_every_language(language: str, template: str) -> None:
    letter = writer.letter(template, language, VALUES, COMPANY)
    page = Tags(letter.html)
    assert page.open == [] and f'<html lang="{language}">' in letter.html
    (link,) = page.links
    assert link.startswith("https://stafett.test/") and link in letter.text
    assert not re.search(r"\{\{|\{%|None", letter.html.split("</style>")[1] + letter.text)
    words = WORDS[language][template]
    assert all(label in letter.text for label, _ in words.get("rows", ()))


def test_the_languages_say_the_same_things() -> None:
    assert all(words.keys() == {*PAGES, COMMON} for words in WORDS.values())
    for template in PAGES:
        english, *others = (WORDS[language][template] for language in ("en", "sv", "da", "nb", "fi"))
        for other in others:
            assert other.keys() == english.keys(), template
            assert len(other["paragraphs"]) == len(english["paragraphs"]), template
            values = [[value for _, value in words.get("rows", ())] for words in (english, other)]
            assert values[0] == values[1], template


@pytest.mark.parametrize(("language", "template"), ALL)
def test_no_value_becomes_markup_a_header_a_line_or_a_link(language: str, template: str) -> None:
    exact = {"expires_on", "signed_on", "paid_on", "due_date", "net", "vat", "total", "payable"}
    exact |= {"held_until", "in_force_from", "accepted", "role", "amount", "owed", "owed_any", "previous", "valid_from"}
    evil = {name: value if name in exact else EVIL for name, value in VALUES.items()}
    good, bad = (writer.letter(template, language, values, COMPANY) for values in (VALUES, evil))
    assert Tags(bad.html).tags == Tags(good.html).tags
    assert len(Tags(bad.html).links) == 1
    assert bad.text.count("\n") == good.text.count("\n")
    assert "\n" not in bad.subject and "\r" not in bad.subject and "\u202e" not in bad.subject + bad.text
    assert "49" not in bad.subject, "a value is never read as a phrase"


def test_a_value_is_one_printable_line_of_limited_length() -> None:
    assert one_line("a\r\n\tb\u2028c\u200bd\x00") == "a b c d"
    assert one_line("x" * 500) == "x" * 199 + "…"
    assert one_line("Åsa Öst & Co") == "Åsa Öst & Co"


@pytest.mark.parametrize(("language", "template"), ALL)
def test_no_name_or_number_leads_anywhere_least_of_all_from_a_subject(language: str, template: str) -> None:
    """Mail programs make links of what looks like one; only addresses and support's answers may become links."""
    kept = {"email", "items", "text", "amount", "owed", "previous", "net", "vat", "total", "payable"}
    days = {name for name in VALUES if name.endswith(("_on", "_date", "_from", "_until"))}
    wild = {name: value if name in kept | days else LINK for name, value in VALUES.items()}
    letter = writer.letter(template, language, wild, COMPANY)
    shown = re.sub(r"https?://stafett\.test/\S*", "", f"{letter.subject} {letter.text}")
    assert not WAYS_TO_EVIL.search(shown), shown
