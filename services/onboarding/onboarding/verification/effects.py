"""Asks a company's register whether its details agree, and whether the signer had the right to sign."""

from datetime import datetime

from chassis import Acting
from onboarding.companies.commands import RecordVerification
from onboarding.companies.company import Company
from onboarding.companies.events import AddressChanged, CompanyRegistered
from onboarding.registration.registers import Registers, RegisterSilent
from onboarding.signing.commands import RecordAuthority
from onboarding.signing.events import SigningCompleted
from onboarding.signing.personal_number import born_on
from onboarding.signing.signing import Signing
from onboarding.verification.authority import role_of
from onboarding.verification.commands import BeginRegisterCheck, PutOffRegisterCheck
from onboarding.verification.comparison import compare
from onboarding.verification.events import RegisterCheckDue

NOT_SERVED = "country.not-served"


async def begin_verification(event: CompanyRegistered | AddressChanged, acting: Acting) -> BeginRegisterCheck | None:
    """Asks the register about a new company, and again when the default address changes."""
    if isinstance(event, AddressChanged) and event.kind != "default":
        return None
    return BeginRegisterCheck(at=acting.now, company=event.company)


async def begin_authority_check(event: SigningCompleted, acting: Acting) -> BeginRegisterCheck:
    return BeginRegisterCheck(at=acting.now, company=event.company, signing=acting.stream)


async def ask_register(
    event: RegisterCheckDue, acting: Acting
) -> RecordVerification | RecordAuthority | PutOffRegisterCheck:
    company = await acting.load(Company, event.company)
    registered = company.registered
    assert registered is not None, "only registered companies are checked"
    try:
        if event.signing is None:
            return await _verification(registered, company, acting)
        return await _authority(registered, await acting.load(Signing, event.signing), acting)
    except RegisterSilent as silent:
        return PutOffRegisterCheck(
            at=acting.now, company=event.company, signing=event.signing, attempt=event.attempt, problem=silent.code
        )


async def _verification(registered: CompanyRegistered, company: Company, acting: Acting) -> RecordVerification:
    registers = acting.use(Registers)
    if not registers.serves(registered.country):
        return RecordVerification(at=acting.now, company=registered.company, status="unverified", problem=NOT_SERVED)
    hits = await registers.of(registered.country).by_number(registered.number.reveal())
    found = compare(registered, company.addresses.get("default"), hits)
    return RecordVerification(
        at=acting.now,
        company=registered.company,
        status=found.status,
        differing=found.differing,
        confirmed=found.confirmed,
    )


async def _authority(registered: CompanyRegistered, signing: Signing, acting: Acting) -> RecordAuthority:
    registers, name = acting.use(Registers), signing.signer_name
    assert name is not None, "only a completed signing is checked"
    if not registers.serves(registered.country):
        return _outcome(registered, signing, acting.now, "", None)
    register = registers.of(registered.country)
    signatories = await register.signatories(registered.number.reveal())
    if signatories is None:
        return _outcome(registered, signing, acting.now, register.name, None)
    born = born_on(signing.personal_number.reveal(), signing.number_country)
    return _outcome(registered, signing, acting.now, register.name, role_of(name.reveal(), born, signatories))


def _outcome(
    registered: CompanyRegistered, signing: Signing, at: datetime, register: str, role: str | None
) -> RecordAuthority:
    """`role` is None when the register does not tell, and empty when the signer has none."""
    return RecordAuthority(
        at=at,
        company=registered.company,
        signing=signing.id,
        outcome="not-told" if role is None else "verified" if role else "not-found",
        register=register,
        role=role or "",
    )
