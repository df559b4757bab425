"""One function per command: load, decide."""

from chassis import Session
from portal.telling.commands import Keep, Tell
from portal.telling.news import News
from portal.telling.request import Request


async def tell(command: Tell, session: Session) -> None:
    (await session.begin(Request, command.request)).tell(command)


async def keep(command: Keep, session: Session) -> None:
    for document in command.documents:  # what people may download is here before they are told of it
        await session.documents.copy(document, command.teller)
    (await session.begin(News, command.news)).keep(command)
