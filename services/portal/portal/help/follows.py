"""Who follows an article of the help, and telling them when its text is another than they were told of last.

What somebody follows is a row, like a vote. That a text has changed is told as a fact, for each who follows it: then
notifications mails it, and sees it through. The portal looks when it starts, since texts come with its image.
"""

import asyncio
import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from chassis import Db, Refused, derived_id
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Language, Personal, PersonId
from portal.edge.asking import Edge
from portal.help.articles import Article, articles
from portal.people.secrets_of_mails import key_for, keyed_hash

PROOF_SIGNS: Final = 32
ID_SIGNS: Final = 32
AT_ONCE: Final = 200


def digest_of(article: Article) -> str:
    """Another one when any word of it is another."""
    parts = [article.title, article.lead, *(text for part in article.parts for text in (part.ask, part.answer))]
    return sha256("\0".join(parts).encode()).hexdigest()


async def follow(db: Db, person: PersonId, article: Article, language: Language) -> None:
    """From now on, in the language in which it was read. Done twice it is done."""
    await db.execute(
        """INSERT INTO article_follows (person, article, language, digest) VALUES ($1, $2, $3, $4)
           ON CONFLICT (person, article) DO UPDATE SET language = $3, digest = $4""",
        person,
        article.name,
        language,
        digest_of(article),
    )


async def unfollow(db: Db, person: PersonId, article: str) -> None:
    await db.execute("DELETE FROM article_follows WHERE person = $1 AND article = $2", person, article)


async def follows(db: Db, person: PersonId, article: str) -> bool:
    return bool(
        await db.fetchval("SELECT true FROM article_follows WHERE person = $1 AND article = $2", person, article)
    )


def leave_of(edge: Edge, person: PersonId, article: str) -> str:
    """What a mail's link carries, so that one need not log in to hear no more of this article."""
    proof = keyed_hash(key_for(edge.settings, "article-follows"), f"{person} {article}")
    return f"{person.hex}{proof[:PROOF_SIGNS]}"


def who_leaves(edge: Edge, leave: str, article: str) -> PersonId | None:
    """Whose link it is; None for one that nobody was sent."""
    try:
        person = PersonId(UUID(leave[:ID_SIGNS]))
    except ValueError:
        return None
    return person if hmac.compare_digest(leave_of(edge, person, article).encode(), leave.encode()) else None


async def watch(edge: Edge) -> None:
    """Tells once, and again where the database was away over it; texts stay as they are while a process runs."""

    async def may_tell() -> bool | None:
        return edge.runtime.clock_is_right or None

    while await edge.runtime.until(may_tell, edge.settings.account_mail_poll_s) is None:
        pass  # nothing that is dated may be told before
    await tell_changes(edge)
    await asyncio.Event().wait()


async def tell_changes(edge: Edge, read: Callable[[Language], dict[str, Article]] = articles) -> int:
    """Tells each follower of an article whose text is not what they were told of last; how many were told.

    Each is told once for each text, whatever falls over in between and however many processes look: the request is
    made of the text.
    """
    told, after = 0, (UUID(int=0), "")
    while rows := await _some(edge.db, after):
        for row in rows:
            article = read(row["language"]).get(row["article"])
            if article is not None and digest_of(article) != row["digest"]:
                await _tell(row, article, edge)
                told += 1
        after = (rows[-1]["person"], rows[-1]["article"])
    return told


async def _some(db: Db, after: tuple[UUID, str]) -> Any:
    return await db.fetch(
        """SELECT f.person, f.article, f.language, f.digest, p.email FROM article_follows f
           JOIN people p ON p.id = f.person WHERE (f.person, f.article) > ($1, $2)
           ORDER BY f.person, f.article LIMIT $3""",
        *after,
        AT_ONCE,
    )


async def _tell(row: Any, article: Article, edge: Edge) -> None:
    person, digest = PersonId(row["person"]), digest_of(article)
    fact = portal.ArticleChanged(
        company=CompanyId(person),
        person=person,
        article=article.name,
        title=article.title,
        digest=digest,
        email=Personal(row["email"]),
        language=row["language"],
        leave=Personal(leave_of(edge, person, article.name)),
    )
    try:
        await edge.tell_only(fact, derived_id(person, "article-changed", article.name, digest), person)
    except Refused as refused:
        if refused.code != "request.reused":  # told before, perhaps to an address that is another since
            raise
    await edge.db.execute(
        "UPDATE article_follows SET digest = $3 WHERE person = $1 AND article = $2", person, article.name, digest
    )
