"""Whether a text can be an e-mail address."""

import re

LENGTH_MAX = 254
"""RFC 5321 section 4.5.3.1.3: a path of 256 octets, with its two brackets."""

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\\\x00-\x1f]{1,64}@[^@\s<>,;:\"()\\.\x00-\x1f]+(\.[^@\s<>,;:\"()\\.\x00-\x1f]+)+")


def is_mail_address(text: str) -> bool:
    """Whether it has a local part, one @ and a domain of at least two labels. Only a mail can tell if it works."""
    return len(text) <= LENGTH_MAX and _ADDRESS.fullmatch(text) is not None
