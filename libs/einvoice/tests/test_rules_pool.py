"""Official rules in a process of their own: warm, limited, and replaced when they fail."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import msgspec
import pytest

from einvoice.examples import line, swedish
from einvoice.rules.limits import ValidationLimits, WrongSetting
from einvoice.rules.pool import OfficialRules, RulesUnavailable
from einvoice.rules.validation import validate
from einvoice.ubl.writer import build


@pytest.fixture(scope="module")
async def rules() -> AsyncIterator[OfficialRules]:
    pool = OfficialRules(workers=1, limits=ValidationLimits(document_bytes_max=2_000_000, document_nodes_max=100_000))
    await pool.start()
    yield pool
    await pool.stop()


async def test_a_worker_says_what_this_process_would(rules: OfficialRules) -> None:
    broken = build(msgspec.structs.replace(swedish(), buyer_reference=None, purchase_order=None))
    for document in (build(swedish()), broken, b"<a/>", b""):
        assert await rules.validate(document) == validate(document)
    assert [run.name for run in (await rules.validate(build(swedish()), ("nordic",))).layers] == ["xsd", "nordic"]


async def test_a_document_that_is_too_large_is_a_finding(rules: OfficialRules) -> None:
    too_large = await rules.validate(b"<a>" + b"x" * 2_000_000 + b"</a>")
    assert [finding.rule for finding in too_large.findings] == ["xml.too-large"]
    too_many = await rules.validate(b"<a>" + b"<b/>" * 100_001 + b"</a>")
    assert [finding.rule for finding in too_many.findings] == ["xml.too-many-nodes"]
    assert not too_large.valid and not too_many.valid


async def test_a_worker_that_dies_has_judged_nothing_and_the_next_one_serves(rules: OfficialRules) -> None:
    [process_id] = rules.process_ids
    under_way = asyncio.create_task(rules.validate(build(swedish())))
    await asyncio.sleep(0)  # It has the worker now.
    os.kill(process_id, signal.SIGKILL)
    report = await under_way
    assert not report.valid
    assert not report.complete
    assert report.layers[0].reason in ("the worker died, or ran out of memory", "the worker is gone")
    assert (await rules.validate(build(swedish()))).valid


async def test_out_of_time_or_memory_no_layer_has_an_answer() -> None:
    endless = build(msgspec.structs.replace(swedish(), lines=tuple(line(n, "1", "1") for n in range(1, 4000))))
    for limits, reason in (
        (ValidationLimits(timeout_s=0.01), "no answer within 0.01 s"),
        (ValidationLimits(memory_bytes_max=1), "memory"),
    ):
        pool = OfficialRules(workers=1, limits=limits)
        await pool.start()
        report = await pool.validate(endless)
        await pool.stop()
        assert [(run.name, run.state) for run in report.layers] == [("rules", "could not run")]
        assert reason in (report.layers[0].reason or "")
        assert not report.valid and not report.complete


async def test_a_pool_that_was_not_started_says_so() -> None:
    with pytest.raises(RulesUnavailable):
        await OfficialRules().validate(b"<a/>")


def test_each_limit_is_a_setting_with_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ValidationLimits.from_environment() == ValidationLimits()
    monkeypatch.setenv("EINVOICE_DOCUMENT_BYTES_MAX", "1000")
    monkeypatch.setenv("EINVOICE_DOCUMENT_NODES_MAX", "100")
    monkeypatch.setenv("EINVOICE_TIMEOUT_S", "1.5")
    monkeypatch.setenv("EINVOICE_MEMORY_BYTES_MAX", "500000000")
    assert ValidationLimits.from_environment() == ValidationLimits(
        document_bytes_max=1000, document_nodes_max=100, timeout_s=1.5, memory_bytes_max=500_000_000
    )
    for wrong in ("0", "-1", "many", "nan"):
        monkeypatch.setenv("EINVOICE_TIMEOUT_S", wrong)
        with pytest.raises(WrongSetting, match="EINVOICE_TIMEOUT_S"):
            ValidationLimits.from_environment()
