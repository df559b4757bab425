"""A view whose tables change gets another version: each version's tables are kept, and a kept line is frozen."""

import pytest

from devstack.catalogue import LAYOUTS, layouts, services


def test_other_tables_change_the_line_of_their_version_and_another_version_only_adds_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines that are lost or changed are refused by devstack.frozen, which has its own tests."""
    page, known = services(), LAYOUTS.read_text()
    assert layouts(page, known) == known, "run `make catalogue`"
    view = next(view for service in page if service.name == "portal" for view in service.shows if view.name == "cases")
    monkeypatch.setattr(view, "ddl", view.ddl.replace("matter uuid,", "matter uuid, urgent boolean NOT NULL,"))
    (lost,) = set(known.splitlines()) - set(layouts(page, known).splitlines())
    assert lost.startswith(f"portal/cases@{view.version} ")
    monkeypatch.setattr(view, "version", view.version + 1)
    assert set(known.splitlines()) < set(layouts(page, known).splitlines())


def test_how_the_sql_is_indented_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    page, known = services(), LAYOUTS.read_text()
    for service in page:
        for view in service.shows:
            monkeypatch.setattr(view, "ddl", "  " + view.ddl.replace("\n", "\n\n"))
    assert layouts(page, known) == known
