"""A person's own settings: profile, password, sessions, and what is asked for at log-in."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.oneself import api, pages, passkeys, passkeys_pages, second_factor, second_factor_pages

oneself = Part(
    api=[api.router, second_factor.router, passkeys.router],
    pages=[pages.router, second_factor_pages.router, passkeys_pages.router],
    places=[Place("settings", "settings", "/settings")],
)
