"""The pages of the help: search, one article with "was this helpful?", and how to reach us. Nobody needs to log in."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from contracts.operator import operator
from portal.edge.asking import TheEdge, client_of
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.help.articles import Article, articles, found
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
async def article_page(name: str, reader: TheReader, edge: TheEdge, thanks: bool = False) -> Response:
    article = _article(name, reader)
    return reader.page(
        "article.html",
        article=article,
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


def _article(name: str, reader: Reader) -> Article:
    article = articles(reader.language).get(name)
    if article is None:
        raise Problem("page.not-found")
    return article
