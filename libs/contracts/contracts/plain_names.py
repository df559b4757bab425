"""Names that somebody wrote, made safe for mails to others: no mail program can make a link of them.

Mail programs make a link of whatever looks like an address, so a company called "Win at evil.example/now" would send
its link to everybody whom it invites, in mails of the network.
"""

import re
import unicodedata

SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]*:/+|\bmailto:|\bwww\.", re.IGNORECASE)
HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2,})")
"""A dot inside a word, before what could be a top-level domain: not that of 10.000, J.R. Smith or 2026.11."""
PATH = re.compile(r"(?<=[^\W_])[/?#\\]+(?=\w)")


def linkless(text: str) -> str:
    """Makes a text without links: schemes are removed, hosts and paths broken up by a blank.

    Look-alike characters, such as a full-width dot, count as what they stand for where that makes a link.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return _broken(plain) if has_link(plain) else text


def has_link(text: str) -> bool:
    """Whether a mail program may make a link of a part of the text."""
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return bool(SCHEME.search(plain) or HOST.search(plain))


def _broken(text: str) -> str:
    text = SCHEME.sub(" ", text)
    text = PATH.sub(" ", HOST.sub(". ", text))
    return " ".join(text.split())
