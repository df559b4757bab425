"""Commands about bank accounts: load, decide."""

from chassis import Session
from onboarding.companies.commands import (
    ConfirmBankAccountChange,
    RefuseBankAccountChange,
    SaveBankAccount,
)
from onboarding.companies.company import Company
from onboarding.patience import Patience
from onboarding.team.handlers import team_of


async def save_bank_account(command: SaveBankAccount, session: Session) -> None:
    hold = session.use(Patience).account_hold
    (await session.load(Company, command.company)).save_bank_account(command, hold)


async def confirm_bank_account_change(command: ConfirmBankAccountChange, session: Session) -> None:
    team = await team_of(command.company, session)
    team.require_settled_owner(command.person, command.at, session.use(Patience).account_hold)
    (await session.load(Company, command.company)).confirm_bank_account_change(command)


async def refuse_bank_account_change(command: RefuseBankAccountChange, session: Session) -> None:
    (await team_of(command.company, session)).require_owner(command.person)
    (await session.load(Company, command.company)).refuse_bank_account_change(command)
