"""The network's own choices about recipients: the name under which it is an operator itself."""

from dataclasses import dataclass

from directory.settings import DirectorySettings


@dataclass(frozen=True, slots=True)
class RecipientPolicy:
    """A recipient that `own_operator` does not serve is behind another operator, and needs a plan for that (S2-07)."""

    own_operator: str = "Stafett"


def recipient_policy(settings: DirectorySettings) -> RecipientPolicy:
    """The factory named in `uses`."""
    return RecipientPolicy(settings.operator_name)
