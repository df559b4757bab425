"""Accounting on one page: the network's own books, a voucher for each event that moves money."""

from chassis import Area
from wallet.accounting import views

area = Area(shows=[views.GeneralLedger])
