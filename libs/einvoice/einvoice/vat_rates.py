"""The VAT rates of the four countries, in percent: what a seller there may charge under category S."""

from typing import Final

VAT_RATES: Final = {
    "SE": ("25", "12", "6"),  # SE-R-006
    "DK": ("25",),
    "NO": ("25", "15", "12"),
    "FI": ("25.5", "14", "13.5", "10"),
}
"""By the seller's country, the most usual first."""
