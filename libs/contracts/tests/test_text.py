"""One definition of text: what it may hold as a string, and how the same is seen in JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.text import REPLACED, SHOWN_CHARACTERS_MAX, forbidden_in, forbidden_in_json, shown, tidied, tidied_json

HOSTILE = ["\0", "\x07", "\b", "\f", "\v", "\x1b", "\x7f", "\x81", "\x85", "\ud800", "\udfff", "\ufffe", "\uffff"]
PIECES = st.text(st.characters(exclude_categories=[])) | st.sampled_from([*HOSTILE, "\\", "u0000", "\n", "\t", '"'])
TEXTS = st.lists(PIECES).map("".join)


@pytest.mark.parametrize("sign", HOSTILE)
def test_a_sign_that_cannot_be_kept_or_seen_is_named(sign: str) -> None:
    assert forbidden_in(f"A{sign}B", lines=True) == forbidden_in(f"A{sign}B") == f"U+{ord(sign):04X}"


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "\u2028", "\u2029"])
def test_an_end_of_a_line_is_text_only_where_a_field_has_lines(sign: str) -> None:
    assert forbidden_in(f"A{sign}B") and not forbidden_in(f"A{sign}B", lines=True)


@pytest.mark.parametrize("text", ["Räksmörgås AB", "李 🚂", "a\\u0000b", "\u00a0", "é", "\u200f", ""])
def test_whatever_people_write_is_text(text: str) -> None:
    assert forbidden_in(text) == "" and tidied(text) == text
    for ascii_only in (True, False):
        assert forbidden_in_json(json.dumps({text: [text]}, ensure_ascii=ascii_only).encode()) == ""


@given(TEXTS)
def test_json_tells_of_the_same_signs_as_the_text_that_it_writes(text: str) -> None:
    body = json.dumps({"a": [{"b": text}]}).encode()
    read = json.loads(body)["a"][0]["b"]  # two surrogates side by side are read as one sign
    assert bool(forbidden_in_json(body)) == bool(forbidden_in(read, lines=True))
    assert json.loads(tidied_json(body)) == {"a": [{"b": tidied(read, lines=True)}]}
    if not any("\ud800" <= sign <= "\udfff" for sign in read):
        assert forbidden_in_json(json.dumps({"a": [{"b": read}]}, ensure_ascii=False).encode()) == (
            forbidden_in_json(body)
        )


def test_json_names_the_place_and_the_sign() -> None:
    assert forbidden_in_json(b'{"lines": [{"name": "A"}, {"name": "A\\u0000"}]}') == "lines.1.name: U+0000"
    assert forbidden_in_json(b'{"a\\u0000b": 1}') == ": U+0000"
    with pytest.raises(ValueError, match="Expecting"):
        forbidden_in_json(b"\\u0000")


@given(TEXTS)
def test_tidied_text_is_text_and_as_long_as_before(text: str) -> None:
    assert forbidden_in(tidied(text)) == "" and len(tidied(text)) == len(text)


@given(TEXTS)
def test_what_a_refusal_repeats_can_be_sent(text: str) -> None:
    shown(text).encode()
    assert len(shown(text * 500)) <= SHOWN_CHARACTERS_MAX
    assert shown("A\0B") == f"A{REPLACED}B"
