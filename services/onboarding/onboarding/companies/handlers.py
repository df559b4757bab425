"""What is done about companies: load, decide."""

from chassis import NotYet, Session
from onboarding.companies.commands import NoteConnection, RemoveAddress, SaveAddress
from onboarding.companies.company import Company


async def save_address(command: SaveAddress, session: Session) -> None:
    (await session.load(Company, command.company)).save_address(command)


async def remove_address(command: RemoveAddress, session: Session) -> None:
    (await session.load(Company, command.company)).remove_address(command)


async def note_connection(command: NoteConnection, session: Session) -> None:
    company = await session.load(Company, command.company)
    if not company.exists:
        raise NotYet(f"the company {command.company} is not registered here yet")
    company.note_connection(command)
