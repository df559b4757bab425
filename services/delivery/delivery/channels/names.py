"""The names of channels, and the parties who may have to act on what was not delivered."""

from __future__ import annotations

from typing import Literal

Channel = Literal["email", "inbox"]
"""The channels that the network has."""
Repair = Literal["supplier", "receiver", "network"]
"""Who can correct what kept a document from arriving."""
