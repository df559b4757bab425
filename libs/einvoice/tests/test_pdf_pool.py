"""A pool that keeps rendering, whatever one document does to one worker."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from einvoice.model import Invoice, from_json
from einvoice.pdf.drawing import render
from einvoice.pdf.pool import PdfLimits, PdfPool, PoolBusy, RenderFailed, RenderRefused
from einvoice.ubl.writer import build

EXAMPLES = Path(__file__).parent / "pdf_examples"


def example(name: str, copies: int = 1) -> Invoice:
    invoice = from_json((EXAMPLES / f"{name}.json").read_bytes())
    return msgspec.structs.replace(invoice, lines=invoice.lines * copies)


@pytest.fixture(scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    pool = PdfPool(1, PdfLimits(lines_max=500, document_bytes_max=2_000_000, waiting_max=3))
    await pool.start()
    yield pool
    await pool.stop()


async def test_a_worker_renders_what_this_process_would(pool: PdfPool) -> None:
    assert await pool.render(example("dk"), "da") == render(example("dk"), language="da")


async def test_a_ubl_document_is_rendered_with_itself_inside(pool: PdfPool) -> None:
    invoice = example("no")
    document = build(invoice)

    assert await pool.render(document, "nb", embed=True) == render(invoice, language="nb", ubl=document)


async def test_a_document_nobody_can_read_is_refused_and_the_next_one_rendered(pool: PdfPool) -> None:
    for unreadable in (b"", b"<x/>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'):
        with pytest.raises(RenderRefused):
            await pool.render(unreadable)
    with pytest.raises(RenderRefused, match="no language"):
        await pool.render(example("se"), "xx")

    assert (await pool.render(example("se"))).startswith(b"%PDF-1.7")


async def test_too_many_bytes_or_lines_are_refused(pool: PdfPool) -> None:
    with pytest.raises(RenderRefused, match="2000000 bytes"):
        await pool.render(b"x" * 2_000_001)
    with pytest.raises(RenderRefused, match="500 lines"):
        await pool.render(example("se", copies=100))


async def test_more_waiting_than_allowed_are_turned_away(pool: PdfPool) -> None:
    answers = await asyncio.gather(*(pool.render(example("fi"), "fi") for _ in range(6)), return_exceptions=True)

    assert sum(isinstance(answer, PoolBusy) for answer in answers) == 2
    assert sum(isinstance(answer, bytes) for answer in answers) == 4


async def test_a_dead_worker_fails_its_render_and_is_replaced(pool: PdfPool) -> None:
    [process_id] = pool.process_ids
    under_way = asyncio.create_task(pool.render(example("se", copies=80)))
    await asyncio.sleep(0)  # It has the worker now.
    os.kill(process_id, signal.SIGKILL)

    with pytest.raises(RenderFailed):
        await under_way
    assert (await pool.render(example("se"))).startswith(b"%PDF")


async def test_a_cancelled_render_frees_its_worker(pool: PdfPool) -> None:
    long = asyncio.create_task(pool.render(example("se", copies=80)))
    await asyncio.sleep(0)
    long.cancel()
    with pytest.raises(asyncio.CancelledError):
        await long

    assert (await pool.render(example("se"))).startswith(b"%PDF")


async def test_a_render_that_takes_too_long_or_too_much_is_ended() -> None:
    hurried = PdfPool(1, PdfLimits(render_timeout_s=0.05))
    await hurried.start()
    with pytest.raises(RenderFailed, match="within"):
        await hurried.render(example("se", copies=80))
    await hurried.stop()

    cramped = PdfPool(1, PdfLimits(worker_memory_bytes_max=1))
    await cramped.start()
    with pytest.raises(RenderFailed):
        await cramped.render(example("se", copies=80))
    await cramped.stop()
