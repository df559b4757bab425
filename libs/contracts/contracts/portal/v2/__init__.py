"""What people did at the edge, where it has become wider since version 1; all of it is `contracts.portal.v2`."""

from contracts.portal.v2.credits import OrderPlaced
from contracts.portal.v2.network import ReceptionChosen

__all__ = ["OrderPlaced", "ReceptionChosen"]
