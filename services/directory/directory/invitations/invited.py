"""Who is invited, as the inviter wrote it."""

from typing import Final

from chassis import Refused
from contracts.values import Personal
from directory.mail_address import is_mail_address

NAME_MAX: Final = 200
PERSON_NAME_MAX: Final = 100


def checked_name(written: str, refusal: str) -> str:
    """The name of a company. Raises Refused with this code when it is empty or too long."""
    name = " ".join(written.split())
    if not name or len(name) > NAME_MAX:
        raise Refused(refusal, length_max=NAME_MAX)
    return name


def checked_address(written: Personal[str]) -> Personal[str]:
    """The mail address. Raises Refused when no mail can go there."""
    email = written.reveal().strip()
    if not is_mail_address(email):
        raise Refused("invitation.email-malformed")
    return Personal(email)


def checked_person(written: Personal[str]) -> Personal[str]:
    """A person's given or family name, which may be empty; what is too long is cut."""
    return Personal(" ".join(written.reveal().split())[:PERSON_NAME_MAX])
