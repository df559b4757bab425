"""Numbers on one page: a supplier's series, and the numbers that were entered by hand."""

from chassis import Area
from invoicing.numbers import boundary, events

area = Area(tells={events.NumberEntered: boundary.tell_number_gap_found})
