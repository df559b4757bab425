"""What lies at the door: each page of it is for everybody, by eye, by ear, in the dark and on a small phone."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from .conftest import NewGuest

AT_THE_DOOR = (
    "/start",
    "/register",
    "/confirm",
    "/login",
    "/forgot",
    "/privacy",
    "/enrol",
    "/help/signing",
    "/no-such",
)


@pytest.mark.parametrize("path", AT_THE_DOOR)
async def test_a_page_at_the_door_keeps_nobody_out(guest: NewGuest, path: str) -> None:
    reader = await guest("sv")
    await reader.open(path)
    await reader.look(path.strip("/").replace("/", "-"))


def test_the_checker_is_what_its_package_published() -> None:
    folder = Path(__file__).parent
    told = json.loads((folder / "vendor.json").read_text())
    lying = {path.name: sha256(path.read_bytes()).hexdigest() for path in (folder / told["folder"]).iterdir()}
    assert lying == {one["file"]: one["sha256"] for one in told["files"]}
