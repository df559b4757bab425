"""No name becomes a link in a mail, and a name without a link stays as it is."""

import pytest

from contracts.plain_names import has_link, linkless


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Vinn nu https://evil.example/login?a=1 AB", "Vinn nu evil. example login a=1 AB"),
        ("Win at evil.example/now", "Win at evil. example now"),
        ("www.evil.example", "evil. example"),
        ("EVIL.EXAMPLE AB", "EVIL. EXAMPLE AB"),
        ("mailto:a@evil.example", "a@evil. example"),
        ("hxxp://evil.example", "evil. example"),
        ("ｅｖｉｌ．ｅｘａｍｐｌｅ", "evil. example"),
        ("evil\u3002example", "evil. example"),
        ("räls.se", "räls. se"),
        ("evil.xn--p1ai", "evil. xn--p1ai"),
        ("javascript:/alert", "alert"),
    ],
)
def test_what_looks_like_an_address_is_broken_up(written: str, shown: str) -> None:
    assert linkless(written) == shown
    assert not has_link(shown)


@pytest.mark.parametrize(
    "name",
    [
        "Norrsken Bygg & Spår AB", "J.R. Smith", "A/S Dampskib", "Rälsverket 2.0 AB", "H. C. Ørsted ApS", "½-priset",
        "Bolag nr. 5", "10.000 Ting A/S", "Faktura 2026-00417: 1 234,50 kr", "Oy Ab T:mi Virtanen", "24/7 Städ",
    ],
)  # fmt: skip
def test_other_names_stay_as_they_are(name: str) -> None:
    assert linkless(name) == name and not has_link(name)
