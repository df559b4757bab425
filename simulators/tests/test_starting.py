"""A simulator starts where it may, says where it listens, keeps its limits, and stops when told."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

STOP_WITHIN_S = 10
MODULES = {
    "visma_sign": [],
    "virk": [],
    "brreg": [],
    "prh": [],
    "peppol_directory": [],
    "bolagsverket": [],
    "bankid": [],
    "card": ["--webhook-url", "http://127.0.0.1:9/hook", "--secret", "hush"],
}


@contextmanager
def _running(module: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", f"simulators.{module}", "--port", "0", *MODULES[module]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
        assert told is not None
        yield process, told[1]
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


@pytest.mark.parametrize("module", MODULES)
def test_it_says_where_it_listens_and_stops_cleanly_when_told(module: str) -> None:
    with _running(module) as (process, address):
        answer = httpx.get(f"{address}/health", trust_env=False)
        assert (answer.json()["status"], answer.headers["X-Provider"]) == ("ok", "sim")
        assert httpx.get(f"{address}/static/simulated.css", trust_env=False).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN_S) == 0


@pytest.mark.parametrize("module", MODULES)
def test_it_refuses_to_start_in_production(module: str) -> None:
    command = [sys.executable, "-m", f"simulators.{module}", *MODULES[module]]
    ended = subprocess.run(
        command, env=os.environ | {"STAFETT_ENV": "production"}, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "production" in ended.stderr
