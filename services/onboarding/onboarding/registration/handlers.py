"""Commands about look-ups and registrations: load, decide."""

from chassis import Session
from onboarding.companies.commands import RegisterCompany
from onboarding.companies.company import Company
from onboarding.companies.company_number import CompanyNumber, checked_company_number
from onboarding.registration.commands import LookUpCompany
from onboarding.registration.lookup import Lookup, number_in
from onboarding.registration.registers import Registers
from onboarding.team.handlers import team_of


async def look_up_company(command: LookUpCompany, session: Session) -> None:
    session.use(Registers).of(command.country)
    number_in(command.country, command.query.reveal())
    (await session.load(Lookup, command.request)).ask(command)


async def register_company(command: RegisterCompany, session: Session) -> None:
    number = checked_company_number(command.country, command.number.reveal())
    holder = await session.load(CompanyNumber, session.natural_id("company-number", command.country, number))
    holder.take(command)
    (await session.load(Company, command.company)).register(command, number)
    await team_of(command.company, session)
