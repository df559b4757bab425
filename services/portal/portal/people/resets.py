"""A forgotten password: a link or a code by mail, once, and for a short while (D-02)."""

from chassis import Db, Refused
from contracts.values import PersonId
from portal.people import passwords
from portal.people.mailed_codes import MailedCodes
from portal.people.people import People


class Resets:
    """Choosing a new password without the old one; whoever can read the mail has confirmed the address too."""

    def __init__(self, db: Db, codes: MailedCodes, people: People) -> None:
        self._db = db
        self._codes = codes
        self._people = people

    async def by_code(self, email: str, code: str, password: str) -> PersonId:
        """Whose password it was. A weak password costs no try.

        Raises Refused `reset.wrong` for a wrong, old or used code and for an unknown address alike.
        """
        passwords.check(password, email)
        return await self._choose(await self._codes.by_code("reset", email, code), password)

    async def by_link(self, link_token: str, password: str) -> PersonId:
        """Whose password it was. A weak password is refused before the link is spent, so that one may try again.

        Raises Refused `reset.expired` for a token that is unknown, used or old.
        """
        person = await self._codes.by_link("reset", link_token)
        passwords.check(password, await self._db.fetchval("SELECT email FROM people WHERE id = $1", person))
        return await self._choose(person, password)

    async def _choose(self, person: PersonId, password: str) -> PersonId:
        password_hash = await passwords.hashed(password)
        if not await self._codes.spend("reset", person):
            raise Refused("reset.expired")
        await self._db.execute(
            "UPDATE people SET password_hash = $2, confirmed_at = coalesce(confirmed_at, now()) WHERE id = $1",
            person,
            password_hash,
        )
        await self._people.log_out_everywhere(person)
        return person
