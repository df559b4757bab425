"""Asks the register that a person looks a company up in."""

from chassis import Acting
from onboarding.registration.commands import AnswerLookup
from onboarding.registration.events import LookupRequested
from onboarding.registration.lookup import number_in
from onboarding.registration.registers import Registers, RegisterSilent


async def look_up(event: LookupRequested, acting: Acting) -> AnswerLookup:
    """Asks once, without retries: a person waits, and may ask again if the register gave no answer."""
    register, query = acting.use(Registers).of(event.country), event.query.reveal().strip()
    try:
        number = number_in(event.country, query)
        hits = await (register.by_number(number) if number else register.by_name(query))
    except RegisterSilent as silent:
        return AnswerLookup(at=acting.now, request=acting.stream, problem=silent.code)
    return AnswerLookup(at=acting.now, request=acting.stream, hits=hits)
