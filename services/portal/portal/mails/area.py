"""Which mails a company gets: those that it can turn off, and those that are always sent."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.mails import api, pages
from portal.mails.view import MailChoices

mails = Part(shows=[MailChoices], api=[api.router], pages=[pages.router], places=[Place("settings", "mails", "/mails")])
