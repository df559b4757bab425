"""Official rules in a process of their own: warm, limited, and replaced when they fail."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from einvoice.examples import line, swedish
from einvoice.rules_pool import OfficialRules, RulesLimits, RulesUnavailable
from einvoice.ubl import build


@pytest.fixture
async def rules() -> AsyncIterator[OfficialRules]:
    pool = OfficialRules(workers=1, limits=RulesLimits(validate_timeout_s=0.5, document_bytes_max=2_000_000))
    await pool.start()
    yield pool
    await pool.stop()


async def test_a_document_that_takes_too_long_has_not_passed_and_the_next_one_is_served(rules: OfficialRules) -> None:
    endless = msgspec.structs.replace(swedish(), lines=tuple(line(number, "1", "1") for number in range(1, 1500)))
    assert (await rules.validate(build(swedish()))).valid
    report = await rules.validate(build(endless))
    assert not report.valid
    assert not report.complete
    assert report.layers[0].reason == "no answer within 0.5 s"
    again = await rules.validate(build(swedish()), ("nordic",))
    assert [run.name for run in again.layers] == ["xsd", "nordic"]
    too_large = await rules.validate(b"<a>" + b"x" * 2_000_000 + b"</a>")
    assert [finding.rule for finding in too_large.findings] == ["xml.too-large"]


async def test_a_pool_that_was_not_started_says_so() -> None:
    with pytest.raises(RulesUnavailable):
        await OfficialRules().validate(b"<a/>")
