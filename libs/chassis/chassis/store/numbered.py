"""Numbered migrations: what the files of this image say, what a database says was applied, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

from chassis.errors import DatabaseRefused

STORE, ROWS = "store", "accounts"
"""The schemas that are migrated: the store of every service, and a service's own rows outside replay."""
NAME = re.compile(r"([0-9]{4})_[a-z0-9_]+\.sql")
FIRST_LINE = re.compile(r"-- (?P<breaking>Breaking: )?(?P<says>\S.*)")


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    """One file. Its first line says what it does; `-- Breaking: …` says that images without it cannot work after it."""

    schema: str
    number: int
    name: str
    sql: str

    @property
    def breaking(self) -> bool:
        return self._first_line["breaking"] is not None

    @property
    def says(self) -> str:
        return str(self._first_line["says"])

    @property
    def digest(self) -> str:
        return sha256(self.sql.encode()).hexdigest()

    @property
    def _first_line(self) -> re.Match[str]:
        found = FIRST_LINE.match(self.sql)
        if found is None:
            raise ValueError(f"{self.name} does not begin with a comment that says what it does")
        return found


@dataclass(frozen=True, slots=True)
class Applied:
    """A row of `store.migrations`: a migration that some image has applied to the database."""

    schema: str
    number: int
    name: str
    says: str
    breaking: bool
    digest: str
    applied_at: datetime

    @classmethod
    def of(cls, row: Any) -> Applied:
        return cls(**{name: row[name] for name in cls.__slots__})


def known(rows: str = "") -> list[Migration]:
    """The migrations of this image in their order: of the store, then of the rows of the package `rows`."""
    return [*in_package(STORE, "chassis.store"), *(in_package(ROWS, rows) if rows else ())]


def in_package(schema: str, package: str) -> list[Migration]:
    """The files in the folder `migrations` of a package.

    Raises ValueError for a name or a first line that is not as agreed, and for a number that is missing or there twice.
    """
    found = []
    for path in files(package).joinpath("migrations").iterdir():
        name = NAME.fullmatch(path.name)
        if name is None:
            raise ValueError(f"{path.name} in the migrations of {package} is not called 0001_what_it_does.sql")
        found.append(Migration(schema, int(name[1]), path.name, path.read_text(encoding="utf-8")))
    found.sort()
    for number, migration in enumerate(found, 1):
        if migration.number != number:
            raise ValueError(f"{migration.name} in the migrations of {package} should have the number {number:04}")
        _ = migration.says
    return found


def pending(mine: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """What is still to be applied, in order.

    Raises DatabaseRefused for an applied file that was edited, and for a newer database that this image would break.
    """
    done = {(line.schema, line.number): line for line in applied}
    for migration in mine:
        line = done.get((migration.schema, migration.number))
        if line is not None and (line.name, line.digest) != (migration.name, migration.digest):
            raise DatabaseRefused(
                f"{migration.schema}/{migration.name} is not what was applied to this database as {line.name} on "
                f"{line.applied_at:%Y-%m-%d} (SHA-256 {line.digest[:12]}, here {migration.digest[:12]}): put the file "
                "back as it was, and write the change as the next number"
            )
    for line in newer(mine, applied):
        if line.breaking:
            raise DatabaseRefused(
                f"the database is newer than this image: {line.schema}/{line.name} was applied on "
                f"{line.applied_at:%Y-%m-%d}, and no image without it can work now ({line.says}). Run the image that "
                "brought it, or a newer one; the only way back is a backup from before that day"
            )
    return [migration for migration in mine if (migration.schema, migration.number) not in done]


def newer(mine: Sequence[Migration], applied: Sequence[Applied]) -> list[Applied]:
    """The migrations that a newer image has applied; this image still works, unless one of them is breaking."""
    numbers = {(migration.schema, migration.number) for migration in mine}
    return [line for line in applied if (line.schema, line.number) not in numbers]
