"""The network's own choices about recipients: under which name it is an operator itself."""

from dataclasses import dataclass

from directory.settings import DirectorySettings


@dataclass(frozen=True, slots=True)
class RecipientPolicy:
    """Whoever is not behind `own_operator` is behind another one, and takes a plan that reaches there (S2-07)."""

    own_operator: str = "Stafett"


def recipient_policy(settings: DirectorySettings) -> RecipientPolicy:
    """The factory named in `uses`."""
    return RecipientPolicy(settings.operator_name)
