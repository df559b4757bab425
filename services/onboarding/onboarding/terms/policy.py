"""The schedule by which a company is asked for newer terms."""

from datetime import UTC, datetime, time

from chassis import Due, Happened
from onboarding import terms_in_force
from onboarding.companies.commands import AskTermsAgain
from onboarding.companies.events import TermsAccepted


def ask_terms_again(event: TermsAccepted, _: Happened[TermsAccepted]) -> Due | None:
    """When the terms after the accepted ones come into force; None while there are no newer ones.

    A new version is published by a new release of the program: rebuild the schedules then (see README).
    """
    following = terms_in_force.after(event.version)
    if following is None:
        return None
    at = datetime.combine(following.in_force_from, time(), UTC)
    return Due(at, AskTermsAgain(company=event.company, accepted=event.version, at=at))
