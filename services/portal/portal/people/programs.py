"""What somebody came with, in two words such as `Firefox, Windows`: enough to know one's own sessions by, and no more.

The rest of what a browser says of itself would tell browsers apart, and is not kept.
"""

from typing import Final

BROWSERS: Final = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""By a part of the user agent; the first that fits, because most claim to be another one too."""
SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def program_of(user_agent: str) -> str:
    """Empty when it is no browser that we know, such as a program of somebody's own."""
    found = [_first(known, user_agent) for known in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in found if word)


def _first(known: dict[str, str], user_agent: str) -> str:
    return next((word for part, word in known.items() if part in user_agent), "")
