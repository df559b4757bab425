"""One function per command: load, decide."""

from chassis import NotYet, Session
from onboarding.commands import (
    AcceptTerms,
    AnswerLookup,
    AskTermsAgain,
    ConfirmBankAccountChange,
    LookUpCompany,
    NoteConnection,
    RefuseBankAccountChange,
    RegisterCompany,
    ReleaseBankAccount,
    RemoveAddress,
    RemoveBankAccount,
    SaveAddress,
    SaveBankAccount,
)
from onboarding.company import Company
from onboarding.company_number import CompanyNumber, checked_company_number
from onboarding.lookup import Lookup, number_in
from onboarding.policy import Patience
from onboarding.registers import Registers
from onboarding.team_handlers import team_of


async def look_up_company(command: LookUpCompany, session: Session) -> None:
    session.use(Registers).of(command.country)
    number_in(command.country, command.query.reveal())
    (await session.load(Lookup, command.request)).ask(command)


async def answer_lookup(command: AnswerLookup, session: Session) -> None:
    (await session.load(Lookup, command.request)).answer(command)


async def register_company(command: RegisterCompany, session: Session) -> None:
    number = checked_company_number(command.country, command.number.reveal())
    holder = await session.load(CompanyNumber, session.natural_id("company-number", command.country, number))
    holder.take(command)
    (await session.load(Company, command.company)).register(command, number)
    await team_of(command.company, session)


async def accept_terms(command: AcceptTerms, session: Session) -> None:
    (await session.load(Company, command.company)).accept_terms(command)


async def save_address(command: SaveAddress, session: Session) -> None:
    (await session.load(Company, command.company)).save_address(command)


async def ask_terms_again(command: AskTermsAgain, session: Session) -> None:
    (await session.load(Company, command.company)).ask_terms_again(command)


async def remove_address(command: RemoveAddress, session: Session) -> None:
    (await session.load(Company, command.company)).remove_address(command)


async def save_bank_account(command: SaveBankAccount, session: Session) -> None:
    hold = session.use(Patience).account_hold
    (await session.load(Company, command.company)).save_bank_account(command, hold)


async def remove_bank_account(command: RemoveBankAccount, session: Session) -> None:
    (await session.load(Company, command.company)).remove_bank_account(command)


async def confirm_bank_account_change(command: ConfirmBankAccountChange, session: Session) -> None:
    team = await team_of(command.company, session)
    team.require_settled_owner(command.person, command.at, session.use(Patience).account_hold)
    (await session.load(Company, command.company)).confirm_bank_account_change(command)


async def refuse_bank_account_change(command: RefuseBankAccountChange, session: Session) -> None:
    (await team_of(command.company, session)).require_owner(command.person)
    (await session.load(Company, command.company)).refuse_bank_account_change(command)


async def release_bank_account(command: ReleaseBankAccount, session: Session) -> None:
    (await session.load(Company, command.company)).release_bank_account(command)


async def note_connection(command: NoteConnection, session: Session) -> None:
    company = await session.load(Company, command.company)
    if not company.exists:
        raise NotYet(f"the company {command.company} is not registered here yet")
    company.note_connection(command)
