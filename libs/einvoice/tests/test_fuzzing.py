"""Fuzzing of the reader that follows its coverage, with atheris; where that is not installed, the test says so."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from einvoice.examples import every_term, swedish
from einvoice.ubl.writer import build

RUNS_MAX = 20_000
SECONDS_MAX = 60
MEMORY_MEBIBYTES_MAX = 2048
TARGET = Path(__file__).parent / "einvoice_fuzzer.py"


@pytest.mark.slow
def test_a_fuzzer_that_follows_coverage_finds_no_bytes_that_break_the_reader(tmp_path: Path) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed: uv pip install 'atheris>=3' (Linux, 130 MB), then make test-all")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    documents = (build(swedish()), build(every_term()), build(every_term(credit_note=True)))
    for number, document in enumerate(documents):
        (seeds / f"{number}.xml").write_bytes(document)
    words = sorted({word.decode() for document in documents for word in re.findall(rb"</?c[ab]c:\w+>", document)})
    (tmp_path / "words").write_text("\n".join(f'"{word}"' for word in words))
    limits = [f"-runs={RUNS_MAX}", f"-max_total_time={SECONDS_MAX}", f"-rss_limit_mb={MEMORY_MEBIBYTES_MAX}"]
    settings = ["-seed=16931", f"-dict={tmp_path}/words", f"-artifact_prefix={tmp_path}/"]
    command = [sys.executable, str(TARGET), *limits, *settings, str(seeds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS_MAX * 5, env=os.environ)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Done " in done.stderr
