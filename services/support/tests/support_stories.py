"""The setting of support's stories: a person who asks, and the operator's staff who answer."""

from typing import Any
from uuid import UUID, uuid4

from chassis.testing import Rehearsal
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.support import v1 as told
from contracts.values import Personal
from support.app import service
from support.settings import SupportSettings
from support.writing import Limits


class Desk:
    """Support in memory, with one person of one company."""

    def __init__(self, **settings: Any) -> None:
        self.support = Rehearsal(service, uses=[Limits.register(SupportSettings(**settings))])
        self.company, self.person = uuid4(), uuid4()

    async def open(self, **changes: Any) -> list[Fact]:
        values: dict[str, Any] = {
            "company": self.company,
            "person": self.person,
            "case": uuid4(),
            "category": "undelivered-invoice",
            "title": Personal("Fakturan kom inte fram"),
            "form": Personal({"invoice_number": "2026-00017"}),
            "text": Personal("Kunden säger att fakturan aldrig kom."),
            "name": Personal("Anna Norr"),
            "email": Personal("anna@norrsken.example"),
            "language": "sv",
        }
        return await self.support.hear(portal.SupportCaseOpened(**values | changes))

    async def opened(self, **changes: Any) -> told.CaseOpened:
        (fact,) = await self.open(**changes)
        assert isinstance(fact, told.CaseOpened), fact
        return fact

    async def answer(self, case: UUID, side: Any = "operator", text: str = "Vi ser på det.", **more: Any) -> list[Fact]:
        return await self.support.hear(
            portal.SupportCaseAnswered(
                company=more.pop("company", self.company),
                person=uuid4(),
                case=case,
                side=side,
                text=Personal(text),
                **more,
            )
        )

    async def close(self, case: UUID, side: Any = "operator") -> list[Fact]:
        return await self.support.hear(
            portal.SupportCaseClosed(company=self.company, person=uuid4(), case=case, side=side)
        )

    async def reopen(self, case: UUID, side: Any = "customer") -> list[Fact]:
        return await self.support.hear(
            portal.SupportCaseReopened(company=self.company, person=uuid4(), case=case, side=side)
        )

    async def access_requested(self, request: UUID, message: str = "Jag är ny på ekonomiavdelningen.") -> list[Fact]:
        return await self.support.hear(
            onboarding.AccessRequested(
                company=self.company,
                request=request,
                person=self.person,
                company_name="Norrsken Bygg & Spår AB",
                name=Personal("Nils Ny"),
                email=Personal("nils@norrsken.example"),
                language="sv",
                message=Personal(message),
            )
        )

    async def access_answered(self, request: UUID) -> list[Fact]:
        return await self.support.hear(
            onboarding.AccessRequestAnswered(
                company=self.company,
                request=request,
                person=self.person,
                company_name="Norrsken Bygg & Spår AB",
                accepted=True,
                role="invoicer",
                email=Personal("nils@norrsken.example"),
                language="sv",
            )
        )
