"""Statuses on one page: where documents stand, what was opened, and what did not arrive."""

from chassis import Area
from contracts.delivery import v1 as told
from contracts.portal import v1 as portal
from delivery.statuses import commands, handlers, views

area = Area(
    hears={portal.DocumentOpened: commands.OpenDocument},
    handles={commands.OpenDocument: handlers.open_document},
    refuses={portal.DocumentOpened: told.DocumentDownloadRefused},
    shows=[views.Undelivered],
)
