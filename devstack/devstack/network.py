"""The whole local network as one object: PostgreSQL, NATS, mail catcher, simulators and every service."""

import asyncio
import base64
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Self, TextIO

from devstack import running
from devstack.errors import LocalNetworkError
from devstack.nats import EmbeddedNats
from devstack.ports import LOOPBACK, kept_port
from devstack.postgres import DatabaseUrls, EmbeddedPostgres
from devstack.provisioner import load_resources, provision
from devstack.running import Lock
from devstack.supervisor import Program, Supervisor, terminal

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".stafett"
SERVICES = ("onboarding", "directory", "wallet", "invoicing", "delivery", "notifications", "support", "portal")
OUTSIDE = (
    "mail",
    "smtp",
    "bolagsverket",
    "virk",
    "brreg",
    "prh",
    "bankid",
    "visma_sign",
    "card",
    "bank",
    "peppol_directory",
)
PORTAL_HEALTH = "portal-health"
"""The port on which the portal says how it is, which is not for everybody."""
STAFF = "desk@stafett.example,controller@stafett.example"
"""The operator's staff in the local network; some acts need two of them."""
SHARED_SETTINGS = ("STAFETT_ENV", "STAFETT_LOG")
FOR_TESTS = {
    # In demos and tests hundreds of people sign up from one address.
    "STAFETT_PORTAL_LOGIN_TRIES_PER_MINUTE": "100000",
    "STAFETT_PORTAL_SIGN_UP_PER_HOUR": "100000",
    "STAFETT_PORTAL_GUESSES_PER_MINUTE": "100000",
    # Tests wait for the end of second thoughts.
    "STAFETT_PORTAL_UNDO_S": "4",
    # In demos and tests companies on the Free plan send hundreds of invoices.
    "STAFETT_WALLET_FREE_INVOICES_PER_YEAR": "0",
}
COMMAND_TIMEOUT_S = 600


class Network:
    """`kept()` holds its data in .stafett/ between starts; `temporary()` is for tests and leaves nothing behind."""

    def __init__(
        self, folder: Path, *, durable: bool, temporary: bool, stream: TextIO | None, settings: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self._temporary = temporary
        self._settings = dict(settings)
        self.postgres = EmbeddedPostgres(folder / "postgres", durable=durable)
        self.nats = EmbeddedNats(folder / "nats", durable=durable)
        self.supervisor = Supervisor(folder / "logs", stream)
        self.environment: dict[str, str] = {}
        """The settings of all services, for people's shells and for tests; each process gets `environment_of`."""
        self._lock = Lock(folder)
        self._ports: dict[str, int] = {}

    @classmethod
    def kept(cls, folder: Path = KEPT, *, quiet: bool = True) -> Self:
        return cls(folder, durable=True, temporary=False, stream=None if quiet else terminal(), settings={})

    @classmethod
    def temporary(cls, *, durable: bool = False, settings: Mapping[str, str] | None = None) -> Self:
        folder = Path(tempfile.mkdtemp(prefix="stafett-network-"))
        folder.chmod(0o711)  # Where PostgreSQL must run as another user, that user must reach its own folder.
        return cls(folder, durable=durable, temporary=True, stream=None, settings=FOR_TESTS | dict(settings or {}))

    async def up(self, without: Collection[str] = ()) -> None:
        """Starts everything and waits until it is ready. Raises LocalNetworkError; what was started is stopped.

        Services named in `without` are migrated but not started: somebody runs them by hand.
        """
        self._lock.take()
        try:
            await asyncio.to_thread(self.postgres.start)
            await asyncio.to_thread(self.nats.start)
            self._ports = {
                name: kept_port(self.folder / f"ports/{name}") for name in (*SERVICES, *OUTSIDE, PORTAL_HEALTH)
            }
            self.environment = await self._environment()
            await asyncio.gather(*(asyncio.to_thread(self._migrate, service) for service in SERVICES))
            await self.provision()
            await self.supervisor.start(*self._outside())
            await self.supervisor.start(*(self._service(name) for name in SERVICES if name not in without))
        except BaseException:
            await self.down()
            raise
        settings = {key: value for key, value in self.environment.items() if key.startswith("STAFETT_")}
        running.note(self.folder, self.portal_url, self.mail_url, settings)

    async def down(self) -> None:
        """Stops services, then simulators and mail, then NATS and PostgreSQL. A temporary network leaves nothing."""
        await self.supervisor.stop()
        for server in (self.nats, self.postgres):
            with contextlib.suppress(LocalNetworkError):
                await asyncio.to_thread(server.stop)
        running.forget(self.folder)
        self._lock.give_back()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    async def until_stopped(self) -> None:
        """Waits for Ctrl-C or SIGTERM."""
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopped.set)
        await stopped.wait()

    async def provision(self) -> None:
        """Makes streams, consumers and buckets from the committed YAML."""
        await provision(self.nats.url, load_resources(ROOT / "deploy/nats"), replicas_max=1)

    def kill(self, name: str) -> None:
        """Sends SIGKILL. A service or simulator is started again automatically; `postgres` and `nats` by `start`."""
        server = self._servers().get(name)
        if server is None:
            self.supervisor.kill(name)
        else:
            server.kill()

    async def stop(self, name: str) -> None:
        """Ends one program or server in good order, and leaves it down until `start`."""
        server = self._servers().get(name)
        await (self.supervisor.stop(name) if server is None else asyncio.to_thread(server.stop))

    async def start(self, name: str) -> None:
        """Starts again what was stopped or killed, and waits until it is ready."""
        server = self._servers().get(name)
        if server is None:
            await self.supervisor.restart(name)
        else:
            await asyncio.to_thread(server.start)

    async def restart(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        await self.supervisor.restart(name, extra)

    def pids(self) -> dict[str, int]:
        """The process ids of every program and server that runs."""
        servers = {name: server.pid for name, server in self._servers().items() if server.pid}
        return self.supervisor.pids() | servers

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self._ports[name]}"

    def health_url(self, service: str) -> str:
        """Where a service says how it is in full: for one with a site that is a port of its own."""
        return self.url(PORTAL_HEALTH if service == "portal" else service)

    @property
    def portal_url(self) -> str:
        return self.url("portal")

    @property
    def mail_url(self) -> str:
        return self.url("mail")

    @property
    def bankid_url(self) -> str:
        return self.url("bankid")

    @property
    def nats_url(self) -> str:
        return self.nats.url

    def database(self, service: str) -> DatabaseUrls:
        return self.postgres.database_urls(service)

    def command(self, command: str, service: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs `python -m chassis <command> <service> …` with that service's settings, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "chassis", command, service, *words],
            env=self.environment_of(service, owner=command == "migrate"),
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )

    def environment_of(self, service: str = "", *, owner: bool = False) -> dict[str, str]:
        """The environment of one process: its own settings, and the owner role's address only when it migrates.

        So a service that used another's database would fail here as it does in production. An empty name stands for a
        program other than a service.
        """
        return own_environment(self.environment, service, owner=owner)

    async def _environment(self) -> dict[str, str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("STAFETT_")}
        environment |= {"STAFETT_ENV": "local", "STAFETT_LOG": "text", "PYTHONUNBUFFERED": "1"}
        for service in SERVICES:
            urls = await self._database(service)
            own = {
                "DATABASE_URL": urls.app,
                "OWNER_DATABASE_URL": urls.owner,
                "NATS_URL": self.nats.url,
                "MASTER_KEY": self._secret(f"{service}.master-key", 32),
                "HTTP_PORT": str(self._ports[service]),
                "SMTP_HOST": LOOPBACK,
                "SMTP_PORT": str(self._ports["smtp"]),
                "MAIL_FROM": "Stafett <no-reply@stafett.example>",
                "PUBLIC_URL": self.portal_url,
            }
            environment |= {f"STAFETT_{service.upper()}_{name}": value for name, value in own.items()}
        return environment | self._outside_settings() | self._settings

    def _outside_settings(self) -> dict[str, str]:
        return {
            "STAFETT_ONBOARDING_BOLAGSVERKET_URL": self.url("bolagsverket"),
            "STAFETT_ONBOARDING_BOLAGSVERKET_CLIENT_ID": "stafett-sim",
            "STAFETT_ONBOARDING_BOLAGSVERKET_CLIENT_SECRET": self._secret("bolagsverket", 16),
            "STAFETT_ONBOARDING_VIRK_URL": self.url("virk"),
            "STAFETT_ONBOARDING_VIRK_USER": "stafett-sim",
            "STAFETT_ONBOARDING_VIRK_PASSWORD": self._secret("virk", 16),
            "STAFETT_ONBOARDING_BRREG_URL": self.url("brreg"),
            "STAFETT_ONBOARDING_PRH_URL": self.url("prh"),
            "STAFETT_ONBOARDING_BANKID_URL": f"{self.url('bankid')}/rp/v6.0",
            "STAFETT_ONBOARDING_VISMA_SIGN_URL": self.url("visma_sign"),
            "STAFETT_ONBOARDING_VISMA_SIGN_IDENTIFIER": "stafett-sim",
            "STAFETT_ONBOARDING_VISMA_SIGN_KEY": self._secret("visma-sign", 32),
            "STAFETT_ONBOARDING_SIGNING_RETURN_URL": f"{self.portal_url}/c/{{company}}",
            "STAFETT_WALLET_CARD_URL": self.url("card"),
            "STAFETT_WALLET_CARD_API_KEY": self._secret("card.api-key", 16),
            "STAFETT_WALLET_CARD_RETURN_URL": f"{self.portal_url}/c/{{company}}/orders/{{order}}",
            "STAFETT_PORTAL_STAFF": STAFF,
            "STAFETT_PORTAL_SERVICES_HEALTH": ",".join(f"{name}={self.health_url(name)}" for name in SERVICES),
            "STAFETT_PORTAL_PASSKEY_SITE": self.portal_url.replace(LOOPBACK, "localhost"),
            "STAFETT_PORTAL_HEALTH_PORT": str(self._ports[PORTAL_HEALTH]),
            "STAFETT_PORTAL_BANKID_APP_URL": f"{self.url('bankid')}/",
            "STAFETT_DIRECTORY_PEPPOL_SMP_URL": f"{self.url('peppol_directory')}/smp",
            "STAFETT_DIRECTORY_PEPPOL_DIRECTORY_URL": self.url("peppol_directory"),
            "STAFETT_PORTAL_CARD_WEBHOOK_SECRET": f"whsec_{self._secret('card.webhook', 24)}",
        }

    def _outside(self) -> list[Program]:
        """The mail catcher and the simulators, each speaking the real protocol."""
        settings = self._outside_settings()
        ports = {name: str(port) for name, port in self._ports.items()}
        words = {
            "mail": ["devstack.mail", "--smtp-port", ports["smtp"], "--http-port", ports["mail"],
                "--folder", str(self.folder / "mails")],
            "bolagsverket": [
                "simulators.bolagsverket", "--port", ports["bolagsverket"], "--client-id", "stafett-sim",
                "--client-secret", settings["STAFETT_ONBOARDING_BOLAGSVERKET_CLIENT_SECRET"],
                "--requests-per-minute", "100000",
            ],
            "peppol_directory": [
                "simulators.peppol_directory", "--port", ports["peppol_directory"], "--searches-per-second", "1000",
            ],
            "virk": [
                "simulators.virk", "--port", ports["virk"], "--user", "stafett-sim",
                "--password", settings["STAFETT_ONBOARDING_VIRK_PASSWORD"],
            ],
            "brreg": ["simulators.brreg", "--port", ports["brreg"]],
            "prh": ["simulators.prh", "--port", ports["prh"]],
            "visma_sign": [
                "simulators.visma_sign", "--port", ports["visma_sign"], "--identifier", "stafett-sim",
                "--key", settings["STAFETT_ONBOARDING_VISMA_SIGN_KEY"],
            ],
            "bank": ["simulators.bank", "--port", ports["bank"]],
            "bankid": ["simulators.bankid", "--port", ports["bankid"], "--start-within-s", "300"],
            "card": [
                "simulators.card", "--port", ports["card"], "--webhook-url", f"{self.portal_url}/webhooks/card",
                "--secret", settings["STAFETT_PORTAL_CARD_WEBHOOK_SECRET"],
                "--api-key", settings["STAFETT_WALLET_CARD_API_KEY"],
            ],
        }  # fmt: skip
        health = dict.fromkeys(words, "/health") | {"mail": "/health/ready"}
        return [
            Program(name, [sys.executable, "-m", *command], self.environment_of(), self.url(name) + health[name])
            for name, command in words.items()
        ]

    def _service(self, name: str) -> Program:
        command = [sys.executable, "-m", "chassis", "run", name]
        return Program(name, command, self.environment_of(name), f"{self.url(name)}/health/ready")

    async def _database(self, service: str) -> DatabaseUrls:
        if not (self.folder / f"databases/{service}").exists():
            await self.postgres.create_database(service, service=service)
            (self.folder / "databases").mkdir(exist_ok=True)
            (self.folder / f"databases/{service}").touch()
        return self.postgres.database_urls(service)

    def _migrate(self, service: str) -> None:
        done = self.command("migrate", service)
        if done.returncode != 0:
            raise LocalNetworkError(f"migrate {service} failed: {done.stderr.strip()[-500:]}")

    def _secret(self, name: str, size: int) -> str:
        """Makes a secret once, and keeps it beside the data, readable only by its owner."""
        path = self.folder / f"secrets/{name}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(base64.b64encode(secrets.token_bytes(size)).decode())
        return path.read_text()

    def _servers(self) -> dict[str, EmbeddedPostgres | EmbeddedNats]:
        return {"postgres": self.postgres, "nats": self.nats}


def own_environment(environment: Mapping[str, str], service: str, *, owner: bool = False) -> dict[str, str]:
    """Filters the settings of all services to those of one; other variables stay."""
    own = f"STAFETT_{service.upper()}_" if service else ""
    return {
        key: value
        for key, value in environment.items()
        if not key.startswith("STAFETT_")
        or key in SHARED_SETTINGS
        or (own and key.startswith(own) and (owner or key != f"{own}OWNER_DATABASE_URL"))
    }
