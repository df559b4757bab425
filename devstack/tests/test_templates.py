"""Each thing that no template may have is found where somebody puts it in."""

from pathlib import Path

import pytest

from devstack.house import wrong_in_templates

FINE = """
{% set keeps = true %}
<form id="form" method="post" action="/a">
  {% include 'hidden.html' %}
  <button>Go</button>
</form>
<form action="/search"><input name="q"></form>
<script src="/static/a.js" defer></script>
"""


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('<p style="color: red">', "styles a thing"),
        ("<style>p { color: red }</style>", "styles a thing"),
        ("<script>alert(1)</script>", "has a script"),
        ('<button onclick="go()">', "out of an attribute"),
        ('<div hx-on:click="go()">', "out of an attribute"),
        ('<a href="javascript:go()">', "out of an attribute"),
        ("{{ name | safe }}", "as HTML"),
        ('<form method="post" action="/b"><button>Go</button></form>', "a form without"),
    ],
)
def test_what_no_template_may_have_is_found(tmp_path: Path, planted: str, found: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(FINE)
    assert list(wrong_in_templates(tmp_path)) == []
    page.write_text(FINE + planted)
    (line,) = wrong_in_templates(tmp_path)
    assert line.startswith("page.html") and found in line


def test_a_form_that_would_lose_what_was_typed_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(FINE.replace("{% set keeps = true %}", ""))
    (line,) = wrong_in_templates(tmp_path)
    assert "set keeps" in line
