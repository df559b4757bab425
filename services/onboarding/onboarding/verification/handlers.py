"""Commands about checks against the register: load, decide."""

from uuid import UUID

from chassis import Session
from contracts.values import CompanyId
from onboarding.companies.commands import RecordVerification
from onboarding.companies.company import Company
from onboarding.signing.commands import RecordAuthority
from onboarding.signing.signing import Signing
from onboarding.verification.commands import BeginRegisterCheck, PutOffRegisterCheck
from onboarding.verification.register_check import RegisterCheck


async def begin_register_check(command: BeginRegisterCheck, session: Session) -> None:
    (await _check(command.company, command.signing, session)).begin(command)


async def put_off_register_check(command: PutOffRegisterCheck, session: Session) -> None:
    """Puts the check off, and the first time tells the person that the register gave no answer."""
    (await _check(command.company, command.signing, session)).put_off(command)
    if command.signing is None and command.attempt == 1:
        silent = RecordVerification(
            at=command.at, company=command.company, status="unverified", problem=command.problem
        )
        (await session.load(Company, command.company)).record_verification(silent)


async def record_verification(command: RecordVerification, session: Session) -> None:
    (await _check(command.company, None, session)).end(command.company, None)
    (await session.load(Company, command.company)).record_verification(command)


async def record_authority(command: RecordAuthority, session: Session) -> None:
    (await _check(command.company, command.signing, session)).end(command.company, command.signing)
    (await session.load(Signing, command.signing)).record_authority(command)


async def _check(company: CompanyId, signing: UUID | None, session: Session) -> RegisterCheck:
    return await session.load(RegisterCheck, session.natural_id("register-check", str(company), str(signing or "")))
