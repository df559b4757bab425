"""Read models: a new version is built beside the old one, and swapped in."""

from chassis import Service

from .small_services import PATIENCE_S, Pair, Wishes, confirmed, place, small_portal, small_wallet


class WishesByQuantity(Wishes):
    version = 2
    ddl = Wishes.ddl.replace("quantity int", "quantity bigint")


async def test_a_new_version_of_a_view_is_built_beside_and_swapped_in(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        orders = [await place(portal_) for _ in range(3)]
        assert await confirmed(portal_, orders)
    newer = Service(**{**{f: getattr(small_portal, f) for f in small_portal.__slots__}, "shows": [WishesByQuantity]})
    async with pair.running(newer) as portal_:

        async def swapped() -> bool | None:
            return await portal_.views_serve() or None

        assert await portal_.until(swapped, PATIENCE_S)
        assert await confirmed(portal_, orders)
        kind = (
            "SELECT data_type FROM information_schema.columns WHERE table_name = 'wishes' AND column_name = 'quantity'"
        )
        assert await portal_.db.fetchval(kind + " AND table_schema = 'views'") == "bigint"


async def test_any_replica_shows_what_another_one_leads(pair: Pair) -> None:
    async with (
        pair.running(small_portal) as leader,
        pair.running(small_portal) as replica,
        pair.running(small_wallet),
    ):

        async def ready() -> bool | None:
            return await replica.views_serve() or None

        assert await leader.until(ready, PATIENCE_S)
        assert await confirmed(replica, [await place(replica)])
        assert await confirmed(leader, [await place(replica)])
