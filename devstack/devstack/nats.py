"""A real NATS server with JetStream, from the wheel, on free loopback ports; ready in a few hundredths of a second."""

import json
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from devstack.errors import LocalNetworkError
from devstack.ports import LOOPBACK, kept_port
from devstack.server_process import ServerProcess, leash, stop_leftover

START_TIMEOUT_S = 15
STOP_TIMEOUT_S = 15
CHECK_TIMEOUT_S = 10
RELOAD_TIMEOUT_S = 5
HEALTH_TIMEOUT_S = 1
STORE_BYTES_MAX = 8 * 1024**3
MEMORY_BYTES_MAX = 256 * 1024**2
MESSAGE_BYTES_MAX = 1024**2

CONFIGURATION = """\
# Written at each start by devstack; users stand in users.conf, which is read when it is there.
server_name: "stafett-local"
listen: "{host}:{port}"
http: "{host}:{monitoring_port}"
pid_file: "{folder}/nats-server.pid"
max_payload: {message_bytes_max}
jetstream {{
  store_dir: "{folder}/jetstream"
  max_file: {store_bytes_max}
  max_mem: {memory_bytes_max}
{sync}}}
{users}"""


class EmbeddedNats:
    """nats-server with its store in `data_dir`, or in a temporary folder that is removed at the end.

    `durable` syncs every message to disk before it is acknowledged, as in production. `users` is the text of an
    `authorization` or `accounts` block in NATS's own configuration language; without it everybody may do everything.
    Use it as a context manager, or call `start` and `stop`; after `kill`, `start` comes back on the same ports.
    """

    def __init__(self, data_dir: Path | None = None, *, durable: bool = True, users: str | None = None) -> None:
        self._temporary = data_dir is None
        self._folder = data_dir.resolve() if data_dir else Path(tempfile.mkdtemp(prefix="stafett-nats-"))
        self._durable = durable
        self._users = users
        self._process: ServerProcess | None = None
        self._port = 0
        self._monitoring_port = 0

    @property
    def pid(self) -> int:
        """The server's process; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        """Where clients connect, without a user."""
        return f"nats://{LOOPBACK}:{self._port}"

    @property
    def monitoring_url(self) -> str:
        """The server's own pages: /healthz, /varz, /jsz, /connz."""
        return f"http://{LOOPBACK}:{self._monitoring_port}"

    def start(self) -> Self:
        """Starts the server and returns when JetStream is ready. Raises LocalNetworkError."""
        if self._process is not None and self._process.running:
            return self
        self._folder.mkdir(parents=True, exist_ok=True)
        stop_leftover(self._folder / "nats-server.pid", "nats-server", signal.SIGTERM, STOP_TIMEOUT_S)
        self._port = kept_port(self._folder / "port")
        self._monitoring_port = kept_port(self._folder / "monitoring-port")
        self._write_configuration()
        command = [str(_program()), "-c", str(self._configuration)]
        self._process = ServerProcess("NATS", [*leash("TERM"), *command], self._folder / "nats.log", {})
        self._process.wait_until(self._is_healthy, START_TIMEOUT_S)
        return self

    def stop(self) -> None:
        """Ends the server in good order and, if its store was temporary, removes it."""
        if self._process is not None:
            self._process.stop(signal.SIGTERM, STOP_TIMEOUT_S)
            self._process = None
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """Ends the server at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def lose_store(self) -> None:
        """Removes every stream, consumer and bucket, as a lost disk would. The server must not be running."""
        if self._process is not None and self._process.running:
            raise LocalNetworkError("NATS is running: stop or kill it before its store is taken away")
        shutil.rmtree(self._folder / "jetstream", ignore_errors=True)

    def reload(self, users: str | None) -> None:
        """Puts other users in force without losing a connection. Raises LocalNetworkError if the block is broken."""
        before = self._users
        self._users = users
        self._write_configuration()
        try:
            self._check_configuration()
        except LocalNetworkError:
            self._users = before
            self._write_configuration()
            raise
        if self._process is not None and self._process.running:
            loaded = self._loaded_at()
            self._process.send(signal.SIGHUP)
            # The server tells a refusal only in its log; that it has read the file is seen by the time of its reading.
            self._process.wait_until(lambda: self._loaded_at() != loaded, RELOAD_TIMEOUT_S)

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

    @property
    def _configuration(self) -> Path:
        return self._folder / "nats.conf"

    def _write_configuration(self) -> None:
        users_file = self._folder / "users.conf"
        if self._users is None:
            users_file.unlink(missing_ok=True)
        else:
            users_file.touch(mode=0o600)
            users_file.write_text(self._users)
        self._configuration.write_text(
            CONFIGURATION.format(
                host=LOOPBACK,
                port=self._port,
                monitoring_port=self._monitoring_port,
                folder=self._folder,
                message_bytes_max=MESSAGE_BYTES_MAX,
                store_bytes_max=STORE_BYTES_MAX,
                memory_bytes_max=MEMORY_BYTES_MAX,
                sync="  sync_interval: always\n" if self._durable else "",
                users="" if self._users is None else "include ./users.conf\n",
            )
        )

    def _check_configuration(self) -> None:
        command = [str(_program()), "-t", "-c", str(self._configuration)]
        done = subprocess.run(command, capture_output=True, timeout=CHECK_TIMEOUT_S, check=False)
        if done.returncode != 0:
            raise LocalNetworkError("NATS refuses these users: " + done.stderr.decode(errors="replace").strip())

    def _is_healthy(self) -> bool:
        return self._monitored("healthz").get("status") == "ok"

    def _loaded_at(self) -> object:
        return self._monitored("varz").get("config_load_time")

    def _monitored(self, page: str) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"{self.monitoring_url}/{page}", timeout=HEALTH_TIMEOUT_S) as answer:  # noqa: S310
                told: dict[str, object] = json.load(answer)
                return told
        except (urllib.error.URLError, OSError, ValueError):
            return {}


def _program() -> Path:
    for folder in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        if (folder / "nats-server").exists():
            return folder / "nats-server"
    raise LocalNetworkError("the program nats-server is not in this environment: make setup")
