"""The states of an invoice, and the colour of each."""

from typing import Final

STATUSES: Final = (
    "draft", "refused", "submitted", "held", "issued", "handed-over", "delivered", "undeliverable"
)  # fmt: skip
"""In the order of an invoice's life; `status.<state>` is what each is called."""
TONES: Final = {
    "draft": "neutral",
    "refused": "danger",
    "submitted": "info",
    "held": "warning",
    "issued": "info",
    "handed-over": "success",
    "delivered": "success",
    "undeliverable": "danger",
}
SENDABLE: Final = ("draft", "refused")
