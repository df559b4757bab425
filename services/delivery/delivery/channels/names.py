"""What channels are called, and who may have to repair what they could not deliver."""

from __future__ import annotations

from typing import Literal

Channel = Literal["email", "inbox"]
"""The ways that the network has."""
Repair = Literal["supplier", "receiver", "network"]
"""Who can repair what kept a document from arriving."""
