"""What the API shows of a company's choice of mails."""

from portal.edge.shown import Shown


class MailChoice(Shown):
    """`email` is where the mails of the company go; `off` are the kinds that it wants none of."""

    email: str
    off: list[str]
