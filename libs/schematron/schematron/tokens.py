"""Cuts an XPath 2.0 expression into tokens."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from schematron.errors import CannotCompile


class TokenKind(Enum):
    """What a token is. A NAME may be an operator word ("and", "div"): only its place tells, so the parser decides."""

    NUMBER = auto()
    STRING = auto()
    NAME = auto()  # ID, cbc:ID, cbc:*, *:ID
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; a STRING is already without its quotes."""

    kind: TokenKind
    text: str


_NCNAME = r"[^\W\d][\w.\-]*"
_TOKEN = re.compile(
    rf"""
    (?P<NUMBER> (?: \d+ (?:\.\d*)? | \.\d+ ) (?:[eE][+-]?\d+)? )
  | (?P<STRING> "(?:[^"]|"")*" | '(?:[^']|'')*' )
  | (?P<NAME>   \*:{_NCNAME} | {_NCNAME} (?: :(?!:) (?: {_NCNAME} | \* ) )? )
  | (?P<SYMBOL> // | :: | \.\. | != | <= | >= | << | >> | [()\[\]/@,|=<>+\-*.$?] )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")


def tokenize(xpath: str) -> list[Token]:
    """All tokens of an expression, with END last. Raises CannotCompile at a character that begins no token."""
    tokens: list[Token] = []
    at = _skip_space(xpath, 0)
    while at < len(xpath):
        match = _TOKEN.match(xpath, at)
        if match is None:
            raise CannotCompile(f"unreadable XPath at {xpath[at : at + 30]!r}")
        tokens.append(_token(match))
        at = _skip_space(xpath, match.end())
    tokens.append(Token(TokenKind.END, ""))
    return tokens


def _token(match: re.Match[str]) -> Token:
    kind = TokenKind[str(match.lastgroup)]
    text = match.group()
    if kind is TokenKind.STRING:
        quote = text[0]
        text = text[1:-1].replace(quote * 2, quote)
    return Token(kind, text)


def _skip_space(xpath: str, at: int) -> int:
    """Past white space and comments, which nest: (: a (: b :) :)."""
    while True:
        match = _SPACE.match(xpath, at)
        at = match.end() if match else at
        if not xpath.startswith("(:", at):
            return at
        at = _skip_comment(xpath, at)


def _skip_comment(xpath: str, at: int) -> int:
    depth = 0
    while at < len(xpath):
        if xpath.startswith("(:", at):
            depth, at = depth + 1, at + 2
        elif xpath.startswith(":)", at):
            depth, at = depth - 1, at + 2
            if depth == 0:
                return at
        else:
            at += 1
    raise CannotCompile("a comment that is never closed")
