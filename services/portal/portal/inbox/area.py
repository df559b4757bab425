"""The inbox: documents that a company has received."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.inbox import api, pages
from portal.inbox.view import Inbox, unopened

inbox = Part(
    shows=[Inbox],
    api=[api.router],
    pages=[pages.router],
    places=[Place("inbox", "inbox", "/inbox", news=unopened)],
)
