"""The network's own choices about customer registers: how many customers one of them holds."""

from dataclasses import dataclass

from directory.settings import DirectorySettings


@dataclass(frozen=True, slots=True)
class RegisterPolicy:
    """The limit of a register: a file that would exceed it is refused whole."""

    customers_max: int = 200_000


def register_policy(settings: DirectorySettings) -> RegisterPolicy:
    """The factory named in `uses`."""
    return RegisterPolicy(settings.import_customers_max)
