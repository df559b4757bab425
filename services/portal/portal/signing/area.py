"""Signing: how a company is signed for, and answers to common questions on it."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.signing import api, pages
from portal.signing.view import Signings

signing = Part(
    shows=[Signings],
    api=[api.router],
    pages=[pages.router],
    places=[Place("help", "help_signing", "/help/signing", for_all=True)],
)
