"""Commands about a company's connections: load, decide."""

from chassis import NotYet, Session
from onboarding.companies.commands import NoteConnection
from onboarding.companies.company import Company


async def note_connection(command: NoteConnection, session: Session) -> None:
    company = await session.load(Company, command.company)
    if not company.exists:
        raise NotYet(f"the company {command.company} is not registered here yet")
    company.note_connection(command)
