"""One function per command: load, decide."""

from chassis import NotYet, Session
from onboarding.account_text import account_text
from onboarding.commands import (
    AcceptTerms,
    AnswerLookup,
    AskTermsAgain,
    CancelSigning,
    ConfirmBankAccountChange,
    LookUpCompany,
    NoteConnection,
    RecordFailure,
    RecordOrder,
    RecordSignature,
    RecordVerification,
    RefuseBankAccountChange,
    RegisterCompany,
    ReleaseBankAccount,
    RemoveAddress,
    RemoveBankAccount,
    RequestSigning,
    SaveAddress,
    SaveBankAccount,
)
from onboarding.company import Company
from onboarding.company_number import CompanyNumber, checked_company_number
from onboarding.lookup import Lookup, number_in
from onboarding.personal_number import checked_personal_number
from onboarding.policy import Patience
from onboarding.registers import Registers
from onboarding.signed_text import signed_text
from onboarding.signing import Signing
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


async def record_verification(command: RecordVerification, session: Session) -> None:
    (await session.load(Company, command.company)).record_verification(command)


async def remove_address(command: RemoveAddress, session: Session) -> None:
    (await session.load(Company, command.company)).remove_address(command)


async def save_bank_account(command: SaveBankAccount, session: Session) -> None:
    hold = session.use(Patience).account_hold
    (await session.load(Company, command.company)).save_bank_account(command, hold)


async def remove_bank_account(command: RemoveBankAccount, session: Session) -> None:
    (await session.load(Company, command.company)).remove_bank_account(command)


async def confirm_bank_account_change(command: ConfirmBankAccountChange, session: Session) -> None:
    (await team_of(command.company, session)).require_owner(command.person)
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


async def request_signing(command: RequestSigning, session: Session) -> None:
    company = await session.load(Company, command.company)
    registered = company.allow_signing(command)
    number = checked_personal_number(command.personal_number.reveal(), command.at.date())
    signer = session.natural_id("personal-number", number)
    signing = await session.load(Signing, command.signing)
    if signing.exists:
        return
    if company.signed:
        company.begin_account_signing(command.signing, signer)
        accounts = [held.details for held in company.accounts.held.values()]
        text = account_text(registered.name, registered.number.reveal(), accounts, company.language)
        signing.request(command, signer, number, text, "accounts")
        return
    text = signed_text(registered.name, registered.number.reveal(), company.language)
    signing.request(command, signer, number, text)


async def cancel_signing(command: CancelSigning, session: Session) -> None:
    (await session.load(Signing, command.signing)).cancel(command)


async def record_order(command: RecordOrder, session: Session) -> None:
    (await session.load(Signing, command.signing)).order(command)


async def record_failure(command: RecordFailure, session: Session) -> None:
    (await session.load(Signing, command.signing)).fail(command)


async def record_signature(command: RecordSignature, session: Session) -> None:
    signing = await session.load(Signing, command.signing)
    if not signing.awaits(session.natural_id("personal-number", command.signer_number.reveal())):
        signing.refuse_signer()
        return
    name = f"signature-{command.signing}.json"
    signing.complete(command, await session.documents.keep(command.evidence, "application/json", name))
    (await session.load(Company, command.company)).sign(command.signing, signing.signer)
