"""The wall is tested: wrong imports are planted in a copy of the tree, and `lint-imports` has to name every one.

The copy is linted once, with all of them in it. A rule that looks right in `.importlinter` and refuses nothing, for a
wrong name in it or an exception that is too wide, shows here.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = [path.parent for path in sorted(ROOT.glob("*/*/pyproject.toml")) + sorted(ROOT.glob("*/pyproject.toml"))]
LINT_TIMEOUT_S = 120
NEW = '"""A module that nobody gave a place."""\n'


@dataclass(frozen=True)
class Wrong:
    """An import that must be refused: in which module, of what, and by the rule of which name."""

    module: str
    imported: str
    rule: str

    def __str__(self) -> str:
        return f"{self.module}-{self.imported}"


def wrong(rule: str, imported: str, *modules: str) -> Iterator[Wrong]:
    yield from (Wrong(module, imported, rule) for module in modules)


def beside(service: str, name: str, other: str) -> str:
    """The first module of a name, in a folder that has one of the other name too: these services are still divided."""
    package = ROOT / "services" / service / service
    path = next(path for path in sorted(package.rglob(f"{name}.py")) if path.with_name(f"{other}.py").exists())
    return ".".join((service, *path.relative_to(package).with_suffix("").parts))


AGGREGATES = {
    "directory": "directory.customers.register",
    "onboarding": "onboarding.companies.company",
    "invoicing": "invoicing.life.invoice",
    "delivery": "delivery.dispatch.dispatch",
    "notifications": "notifications.mail",
    "support": "support.case",
    "wallet": "wallet.credits.account_book",
}
HANDLERS = {
    "directory": "directory.customers.handlers",
    "onboarding": "onboarding.companies.handlers",
    "invoicing": "invoicing.issuing.handlers",
    "delivery": "delivery.dispatch.handlers",
    "notifications": "notifications.handlers",
    "support": "support.handlers",
    "wallet": beside("wallet", "handlers", "commands"),
}
WRONG = [
    # An aggregate that reaches for the world.
    *(
        Wrong(module, imported, f"{service}: ")
        for service, module in AGGREGATES.items()
        for imported in ("os", "asyncio", "random", "chassis.bus", "chassis.running", "chassis.store")
    ),
    # An event that knows the aggregate, a command that knows the handlers.
    *wrong("directory: inside", "directory.customers.register", "directory.customers.events"),
    *wrong("onboarding: inside", "onboarding.companies.company", "onboarding.companies.events"),
    *wrong("invoicing: inside", "invoicing.life.invoice", "invoicing.life.events"),
    *wrong("delivery: inside", "delivery.dispatch.dispatch", "delivery.dispatch.events"),
    *wrong("wallet: inside", "wallet.orders.order", "wallet.orders.events"),
    *wrong("notifications: the page", "notifications.mail", "notifications.events"),
    *wrong("support: the page", "support.case", "support.events"),
    *wrong("wallet: inside", "wallet.credits.account_book", "wallet.credits.events"),
    *wrong("wallet: inside", "wallet.orders.handlers", "wallet.orders.commands"),
    *wrong("portal: inside", "portal.invoices.api", "portal.invoices.view"),
    *wrong("portal: the edge", "portal.edge.reader", "portal.edge.problems"),
    *wrong("portal: no I/O", "time", "portal.invoices.view", "portal.telling.request"),
    *wrong("portal: no I/O", "chassis.store", "portal.orders.view", "portal.telling.answers"),
    *wrong("portal: people", "portal.people.post", "portal.people.limits"),
    *(
        Wrong(beside(service, low, high), beside(service, high, low), "")
        for service in ("wallet", "portal")
        for low, high in (("commands", "handlers"), ("events", "handlers"))
    ),
    # An event or a command that reaches for the world.
    *wrong(
        "Events and commands",
        "time",
        *(beside(service, "events", "commands") for service in ("wallet", "portal", "delivery")),
    ),
    # A service that imports another one, and what lies outside.
    *wrong("No service imports", "portal.settings", *AGGREGATES.values(), "wallet.app"),
    *wrong("No service imports", "wallet.settings", "portal.site"),
    *wrong("What lies outside", "simulators", *AGGREGATES.values(), "wallet.app", "portal.site", "chassis.session"),
    *wrong("What lies outside", "devstack", *AGGREGATES.values(), "wallet.app", "portal.site", "einvoice.model"),
    # An area that imports one above it, or what another one tells and does.
    *wrong("directory: its areas", "directory.customers.row", "directory.invitations.invitation"),
    *wrong("onboarding: its areas", "onboarding.signing.signing", "onboarding.companies.company"),
    *wrong("invoicing: its areas", "invoicing.issuing.composition", "invoicing.numbers.series"),
    *wrong("delivery: its areas", "delivery.dispatch.dispatch", "delivery.routes.receiver"),
    *wrong("wallet: its areas", "wallet.orders.order", "wallet.credits.account_book", "wallet.bank.bank_payment"),
    *wrong("wallet: its areas", "wallet.reservations.claim", "wallet.orders.order"),
    *wrong("wallet: an area calls", "wallet.credits.boundary", "wallet.orders.policy"),
    *wrong("wallet: its areas", "wallet.orders.order", "wallet.prices.events"),
    *wrong("wallet: an area calls", "wallet.credits.boundary", "wallet.orders.order"),
    *wrong("portal: its areas", "portal.invoices.view", "portal.companies.view", "portal.edge.asking"),
    *wrong("portal: its areas", "portal.edge.asking", "portal.telling.answers", "portal.people.post"),
    *wrong("directory: an area calls", "directory.members.boundary", "directory.customers.policy"),
    *wrong("onboarding: an area calls", "onboarding.signing.effects", "onboarding.verification.policy"),
    *wrong("delivery: channels", "delivery.channels.inbox.inbox", "delivery.channels.email.mail"),
    # Plumbing anywhere but in the chassis, and there anywhere but in its place.
    *wrong("eventsourcing and asyncpg", "asyncpg", "wallet.app", "portal.app", "support.app", "contracts.values"),
    *wrong("eventsourcing and asyncpg", "eventsourcing", "invoicing.app", "nordic.gln"),
    *wrong("eventsourcing and asyncpg", "asyncpg", "chassis.session", "chassis.bus.hearing"),
    *wrong("faststream and nats", "nats", "wallet.app", "portal.site", "chassis.session", "einvoice.model"),
    *wrong("faststream and nats", "faststream", "delivery.app", "directory.app", "chassis.service"),
    *wrong("opentelemetry", "opentelemetry", "wallet.app", "portal.site", "chassis.session", "contracts.fact"),
    # A fact that is named where rules live.
    *(
        Wrong(module, f"contracts.{teller}.v1", "Facts only")
        for service, module in (*HANDLERS.items(), *AGGREGATES.items())
        for teller in ("portal", service)
    ),
    *wrong("The chassis names no fact", "contracts.wallet.v1", "chassis.session"),
    *wrong("The chassis names no fact", "einvoice.model", "chassis.session"),
    # Libraries that know who uses them.
    *wrong("Services over chassis", "wallet.settings", "chassis.session", "einvoice.model", "contracts.values"),
    *wrong("Services over chassis", "chassis.session", "contracts.fact"),
    *wrong("einvoice, schematron and nordic", "contracts.values", "einvoice.model", "nordic.gln", "schematron.tree"),
    # A folder of a library that knows what stands on it.
    *wrong("chassis: ", "chassis.running.running", "chassis.bus.hearing", "chassis.telemetry"),
    *wrong("chassis: ", "chassis.follow.reader", "chassis.deciding.work"),
    *wrong("chassis: ", "chassis.bus.outbox", "chassis.store.unit"),
    *wrong("chassis: ", "chassis.store.unit", "chassis.person.sealing"),
    *wrong("einvoice: ", "einvoice.formats", "einvoice.model"),
    *wrong("einvoice: ", "einvoice.cii.reader", "einvoice.ubl.reader"),
    *wrong("nordic: ", "nordic.sweden", "nordic.norway"),
    *wrong("schematron: ", "schematron.compiler", "schematron.runtime"),
    *wrong("contracts: ", "contracts.wallet.v1", "contracts.invoicing.v1"),
]
UNPLACED = [
    ("directory.customers.elsewhere", "directory: inside"),
    ("directory.elsewhere", "directory: its areas"),
    ("onboarding.team.elsewhere", "onboarding: inside"),
    ("onboarding.elsewhere", "onboarding: its areas"),
    ("invoicing.life.elsewhere", "invoicing: inside"),
    ("invoicing.elsewhere", "invoicing: its areas"),
    ("delivery.routes.elsewhere", "delivery: inside"),
    ("delivery.elsewhere", "delivery: its areas"),
    ("wallet.orders.elsewhere", "wallet: inside"),
    ("wallet.elsewhere", "wallet: its areas"),
    ("portal.invoices.elsewhere", "portal: inside"),
    ("portal.edge.elsewhere", "portal: the edge"),
    ("portal.telling.elsewhere", "portal: what is told"),
    ("portal.people.elsewhere", "portal: people"),
    ("portal.elsewhere", "portal: its areas"),
    ("notifications.elsewhere", "notifications: the page"),
    ("support.elsewhere", "support: the page"),
    ("chassis.elsewhere", "chassis: "),
    ("einvoice.elsewhere", "einvoice: "),
    ("nordic.elsewhere", "nordic: "),
    ("schematron.elsewhere", "schematron: "),
    ("contracts.elsewhere", "contracts: "),
]
"""New modules, and the rule that asks where they belong."""


def planted(folder: Path) -> None:
    """A copy of every package, with all wrong imports in it."""
    for member in MEMBERS:
        package = member / member.name
        shutil.copytree(package, folder / member.name, ignore=lambda at, names: unneeded(Path(at), names))
    shutil.copy(ROOT / ".importlinter", folder)
    for module, _ in UNPLACED:
        folder.joinpath(*module.split(".")).with_suffix(".py").write_text(NEW)
    for plant in WRONG:
        source, target = file_of(folder, plant.module), file_of(folder, plant.imported)
        assert source.exists(), f"{plant.module} is not there any more: name another module"
        assert target.exists() or not (folder / plant.imported.partition(".")[0]).exists(), (
            f"{plant.imported}: likewise"
        )
        with source.open("a") as text:
            text.write(f"\nimport {plant.imported}\n")


def file_of(folder: Path, module: str) -> Path:
    path = folder.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def unneeded(folder: Path, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not ((folder / name).is_dir() and name != "static")}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each broken rule says, by its name."""
    folder = tmp_path_factory.mktemp("wall")
    planted(folder)
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        timeout=LINT_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    _, _, broken = done.stdout.partition("Broken contracts\n----------------\n")
    parts = re.split(r"\n(.+)\n-{3,}\n", broken)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def what_it_says(said: dict[str, str], rule: str) -> str:
    return "\n".join(text for name, text in said.items() if name.startswith(rule))


@pytest.mark.parametrize("plant", WRONG, ids=str)
def test_a_wrong_import_is_refused_by_its_rule(said: dict[str, str], plant: Wrong) -> None:
    text = what_it_says(said, plant.rule)
    assert re.search(rf"^ *[-&] +{re.escape(plant.module)} -> {re.escape(plant.imported)} \(", text, re.MULTILINE), (
        f"{plant}:\n{text}"
    )


@pytest.mark.parametrize(("module", "rule"), UNPLACED)
def test_a_new_module_has_to_be_given_its_place(said: dict[str, str], module: str, rule: str) -> None:
    assert re.search(rf"\b{re.escape(module)}\b", what_it_says(said, rule)), rule


def test_every_package_stands_behind_the_wall() -> None:
    """A new service is in every rule that is for all services, and nothing of ours is left out of the graph."""
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    assert set(rules["importlinter"]["root_packages"].split()) == {member.name for member in MEMBERS}
    services = {member.name for member in MEMBERS if member.parent.name == "services"}
    libraries = {member.name for member in MEMBERS if member.parent.name == "libs"}

    def named(rule: str, option: str = "source_modules") -> set[str]:
        return set(rules[f"importlinter:contract:{rule}"][option].split())

    assert named("services", "modules") == services
    for rule in ("outside", "plumbing-store", "plumbing-bus", "telemetry"):
        assert named(rule) == services | libraries, rule
    assert named("facts") == services - {"portal"}
    assert {f"contracts.{service}" for service in services} <= named("facts", "forbidden_modules")
    assert {f"contracts.{service}" for service in services} <= named("chassis-facts", "forbidden_modules")
