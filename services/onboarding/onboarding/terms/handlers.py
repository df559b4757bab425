"""What is done about terms: load, decide."""

from chassis import Session
from onboarding.companies.commands import AcceptTerms, AskTermsAgain
from onboarding.companies.company import Company


async def accept_terms(command: AcceptTerms, session: Session) -> None:
    (await session.load(Company, command.company)).accept_terms(command)


async def ask_terms_again(command: AskTermsAgain, session: Session) -> None:
    (await session.load(Company, command.company)).ask_terms_again(command)
