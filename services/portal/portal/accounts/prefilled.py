"""What an invitation fills in beforehand for somebody who signs up because of it: address and names (S3-05, S3-08)."""

from urllib.parse import parse_qs, urlsplit

from chassis import Refused
from portal.edge.asking import Edge, client_of
from portal.edge.reader import Reader
from portal.network.view import opened_by

JOIN = "/join/"
ENROL = "/enrol"
FIELDS = ("email", "given_name", "family_name")


async def prefilled(next_path: str, reader: Reader, edge: Edge) -> dict[str, str]:
    """By the path that the person is on the way to: a colleague's invitation, or a trading partner's.

    Empty when it is neither. Raises Problem `rate.limited` when somebody guesses.
    """
    if next_path.startswith(JOIN):
        await edge.limited("colleague", client_of(reader.request), per_minute=edge.settings.guesses_per_minute)
        return await _of_colleague(next_path.removeprefix(JOIN), edge)
    parts = urlsplit(next_path)
    if parts.path != ENROL:
        return {}
    asked = parse_qs(parts.query)
    number, code = (asked.get(name, [""])[0] for name in ("number", "code"))
    if not code:
        return {}
    await edge.limited("welcome", client_of(reader.request), per_minute=edge.settings.guesses_per_minute)
    found = await opened_by(edge.db, number, code)
    return {name: found[name] or "" for name in FIELDS} if found else {}


async def _of_colleague(link_token: str, edge: Edge) -> dict[str, str]:
    try:
        found = await edge.colleagues.by_link(link_token)
    except Refused:
        return {}
    return {name: getattr(found, name) for name in FIELDS}
