"""What is refused is said in the reader's language, and the type of each problem leads to a page that explains it."""

import pytest
from api_visitor import visitor
from pages_house import House

from portal.edge.problems import LIKE, code_of, sentences
from portal.edge.words import LANGUAGES


@pytest.mark.parametrize(
    ("language", "missing", "chosen"),
    [
        ("sv", "Fyll i det här.", "Välj något av "),
        ("da", "Udfyld dette.", "Vælg en af "),
        ("nb", "Fyll ut dette.", "Velg en av "),
        ("fi", "Täytä tämä.", "Valitse jokin näistä: "),
        ("en", "Fill this in.", "Choose one of "),
    ],
)
async def test_what_is_wrong_with_a_field_is_said_in_the_readers_language(
    house: House, language: str, missing: str, chosen: str
) -> None:
    async with visitor(house) as http:
        body = {
            "email": "no address",
            "given_name": "Åsa",
            "language": "xx",
            "privacy_version": "2026-11",
            "captcha": "",
        }
        answer = await http.post("/accounts", json=body, headers={"accept-language": language})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "request.invalid")
    said = {finding["where"]: finding for finding in problem["findings"]}
    assert (said["family_name"]["rule"], said["family_name"]["text"]) == ("field.missing", missing)
    assert said["language"]["text"].startswith(chosen) and said["email"]["rule"] == "field.email"


async def test_the_type_of_a_problem_is_a_page_in_five_languages(house: House) -> None:
    for language in LANGUAGES:
        async with house.browser(language) as browser:
            for code in ("invoice.already-sent", "request.invalid", "rate.limited", "field.missing"):
                page = await browser.open(f"/problems/{code}")
                assert page.status == 200 and page.language == language
                assert sentences()[code][language][:12] in page.text and code in page.text
            assert (await browser.open("/problems/no.such")).status == 404


def test_each_fault_of_a_field_has_words() -> None:
    for kind in LIKE:
        code = code_of({"type": kind, "msg": "", "ctx": {}})
        assert code != "field.malformed" and sentences()[code].keys() == set(LANGUAGES), kind
