"""Styles and scripts come packed to who can read it, and are kept for ever; a page is never packed."""

import gzip

import httpx
import pytest

from portal.edge.own_files import FOR_EVER, STATIC, OwnFiles

STYLES = "vendor/designsystemet-1.11.0/components.css"
FIRST_VISIT_BYTES_MAX = 120_000


def browser(**headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(OwnFiles())
    return httpx.AsyncClient(transport=transport, base_url="http://stafett.test", headers=headers)


async def test_styles_are_packed_for_a_browser_and_the_same_after_unpacking() -> None:
    async with browser() as reader, reader.stream("GET", f"/{STYLES}") as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
        assert (answer.headers["content-encoding"], answer.headers["content-length"]) == ("gzip", str(len(raw)))
        assert (answer.headers["cache-control"], answer.headers["vary"]) == (FOR_EVER, "Accept-Encoding")
        assert answer.headers["content-type"].startswith("text/css")
        assert gzip.decompress(raw) == (STATIC / STYLES).read_bytes()
        assert len(raw) * 5 < (STATIC / STYLES).stat().st_size


@pytest.mark.parametrize(
    "headers", [{"accept-encoding": "identity"}, {"accept-encoding": "gzip", "range": "bytes=0-9"}], ids=str
)
async def test_who_cannot_unpack_or_wants_a_part_has_the_plain_file(headers: dict[str, str]) -> None:
    async with browser(**headers) as reader:
        answer = await reader.get(f"/{STYLES}")
        assert "content-encoding" not in answer.headers
        assert (STATIC / STYLES).read_bytes().startswith(answer.content)


async def test_a_first_visit_is_small() -> None:
    """Styles, every script, and the font of western languages, with ten kilobytes for the page itself."""
    fonts = [path for path in STATIC.rglob("*.woff2") if path.stem == "latin"]
    files = [path for suffix in ("css", "js", "svg") for path in STATIC.rglob(f"*.{suffix}")]
    assert len(fonts) == 1 and len(files) > 5
    packed = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert packed + fonts[0].stat().st_size + 10_000 <= FIRST_VISIT_BYTES_MAX
