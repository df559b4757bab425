"""The articles of the help: a file for each language, with the same articles in each; and the search in them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from contracts.values import Language
from portal.search_words import folded

WORDS_MAX = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A part of an article, with its own heading."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Article:
    """`name` is the same in every language, and its address."""

    name: str
    title: str
    lead: str
    parts: tuple[Question, ...]

    @property
    def text(self) -> str:
        """All of it, for the search; word by word, for `folded` keeps what is as long as a name."""
        whole = " ".join([self.title, self.lead, *(f"{part.ask} {part.answer}" for part in self.parts)])
        return " ".join(folded(word) for word in whole.split())


@cache
def articles(language: Language) -> dict[str, Article]:
    """By name, in the order of the file."""
    table = tomllib.loads((files(__package__) / "texts" / f"{language}.toml").read_text("utf-8"))
    return {
        name: Article(name, one["title"], one["lead"], tuple(Question(*part) for part in one["parts"]))
        for name, one in table.items()
    }


def found(language: Language, search: str) -> list[Article]:
    """The articles that hold every word, or its beginning; all of them when nothing is searched."""
    words = folded(search).split()[:WORDS_MAX]
    return [one for one in articles(language).values() if all(word in one.text for word in words)]
