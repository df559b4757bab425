"""The widths of the seven columns of lines: figures get what they need, the name what is left."""

from einvoice.pdf.page import InvoicePage
from einvoice.pdf.text import PX, REGULAR, SEMI_BOLD, face

# CSS pixels, as `.lines` in templates/invoice.css has them in points and millimetres.
WIDTH = 672.75  # 178 mm
GAP = 7.56  # 2 mm to the right of each column but the last
TEXT_SIZE, NOTE_SIZE, HEAD_SIZE = 8.6 * PX, 7.3 * PX, 6.9 * PX

NAME = 1
RIGHT_ALIGNED = frozenset({2, 4, 5, 6})
CLASSES = ("grey", "", "n", "", "n", "n", "n last")
LEAST = (66.0, 0.0, 44.0, 38.0, 62.0, 44.0, 74.0)
MOST = (110.0, 0.0, 110.0, 70.0, 120.0, 70.0, 130.0)
SLACK = 1.5


def column_widths(page: InvoicePage) -> tuple[float, ...]:
    """Seven widths in CSS pixels, together WIDTH, each wide enough for its longest text unless that is absurd."""
    text, head = face(REGULAR), face(SEMI_BOLD)
    widths = []
    for column, least in enumerate(LEAST):
        longest = max((text.width(row.cells[column], TEXT_SIZE) for row in page.rows), default=0.0)
        needed = max(longest, head.width(page.heads[column], HEAD_SIZE)) + GAP + SLACK
        widths.append(min(max(needed, least), MOST[column]))
    widths[NAME] = 0.0
    widths[NAME] = WIDTH - sum(widths)
    return tuple(round(width, 2) for width in widths)
