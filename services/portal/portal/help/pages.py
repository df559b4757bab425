"""The pages of the help: search, one article with "was this helpful?", and how to reach us. Nobody needs to log in."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from contracts.operator import operator
from portal.edge.asking import TheEdge, ThePerson, client_of
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.help.articles import Article, articles, found
from portal.help.follows import follow, follows, unfollow, who_leaves
from portal.help.votes import COMMENT_CHARACTERS_MAX, vote, votes_on

router = APIRouter(prefix="/help")

PAGES = (("/help/signing", "help_signing.title"), ("/help/reception", "help_reception.title"))
"""Help that stands beside what it is about."""


@router.get("")
async def help_page(reader: TheReader, search: Annotated[str, Query(max_length=200)] = "") -> Response:
    return reader.page(
        "help.html",
        articles=found(reader.language, search),
        pages=[] if search.strip() else PAGES,
        filled={"search": search},
    )


@router.get("/contact")
async def contact_page(reader: TheReader, edge: TheEdge) -> Response:
    """Address, hours, and whom to ask about what (S2-19, S2-20)."""
    whom = articles(reader.language)["whom"]
    return reader.page("contact.html", seller=operator(edge.settings.operator_file), whom=whom)


@router.get("/articles/{name}")
async def article_page(
    name: str, reader: TheReader, edge: TheEdge, thanks: bool = False, leave: str = "", notice: str = ""
) -> Response:
    """`leave` is what the link of a mail carries: whoever comes by it may stop following without logging in."""
    article = _article(name, reader)
    person = who_leaves(edge, leave[:100], name) or (reader.person.id if reader.person else None)
    return reader.page(
        "article.html",
        article=article,
        leave=leave[:100],
        is_followed=person is not None and await follows(edge.db, person, name),
        notice=reader.t(f"follow.{notice}") if notice in ("on", "off") else None,
        votes=await votes_on(edge.db, name),
        thanks=thanks,
        comment_max=COMMENT_CHARACTERS_MAX,
    )


@router.post("/articles/{name}")
async def was_it_helpful(name: str, form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """Counts the vote; the comment is for us alone."""
    _article(name, reader)
    await edge.limited("vote", client_of(reader.request), per_hour=edge.settings.votes_per_hour)
    helpful = form["helpful"] == "yes"
    await vote(edge.db, form.request, name, reader.language, form["text"], helpful=helpful)
    return go(f"/help/articles/{name}?thanks=true")


@router.post("/articles/{name}/follow")
async def begin_to_follow(name: str, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """A mail tells of each change of the text (S2-33)."""
    await follow(edge.db, person.id, _article(name, reader), reader.language)
    return go(f"/help/articles/{name}?notice=on#follow")


@router.post("/articles/{name}/leave")
async def stop_following(name: str, form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """By whoever is logged in, or by the link of a mail."""
    person = who_leaves(edge, form["leave"], name) or (reader.person.id if reader.person else None)
    if person is None:
        raise Problem("login.required")
    await unfollow(edge.db, person, _article(name, reader).name)
    return go(f"/help/articles/{name}?notice=off#follow")


def _article(name: str, reader: Reader) -> Article:
    article = articles(reader.language).get(name)
    if article is None:
        raise Problem("page.not-found")
    return article
