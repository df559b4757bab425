"""What people did in the portal and its API, in facts that cover more than version 1; all is `contracts.portal.v2`."""

from contracts.portal.v2.credits import OrderPlaced
from contracts.portal.v2.network import ReceptionChosen

__all__ = ["OrderPlaced", "ReceptionChosen"]
