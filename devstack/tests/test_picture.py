"""The picture of the house: what services weigh, and that no import points up or in a circle."""

from pathlib import Path

from devstack.picture import ROOT, pictures, table


def test_no_area_imports_one_that_stands_before_it_and_none_goes_in_a_circle() -> None:
    today = pictures(ROOT)
    assert len(today) == 8 and sum(one.areas for one in today) > 40 and sum(one.arrows for one in today) > 100
    assert [(one.service, one.up, one.circles) for one in today if one.up or one.circles] == []


def test_an_arrow_up_and_a_circle_are_seen(tmp_path: Path) -> None:
    shop = tmp_path / "services/shop/shop"
    for area, other in (("carts", "orders"), ("orders", "carts")):
        (shop / area).mkdir(parents=True)
        (shop / area / "area.py").write_text(f"from shop.{other} import view\n\n\ndef of():\n    pass\n")
    page = "from shop.carts.area import carts\nfrom shop.orders.area import area as orders\n\nAREAS = [orders, carts]\n"
    (shop / "app.py").write_text(page)
    (one,) = pictures(tmp_path)
    assert (one.areas, one.arrows, one.up, one.circles, one.functions, one.files) == (2, 2, 1, 1, 2, 3)
    assert table([one]).splitlines()[2] == "| shop | 3 | 2 | 14 | 5 | 2 | 2 | 1 | 1 |"
