"""Commands about signings: load, decide."""

from uuid import UUID

from chassis import Refused, Session
from contracts.values import Country
from onboarding import terms_in_force
from onboarding.companies.company import Company
from onboarding.signing.account_text import account_text
from onboarding.signing.commands import (
    RecordSignature,
    RequestSigning,
)
from onboarding.signing.evidence import ending
from onboarding.signing.personal_number import checked_personal_number
from onboarding.signing.service import SigningDesks
from onboarding.signing.signed_text import signed_text
from onboarding.signing.signing import Signing


async def request_signing(command: RequestSigning, session: Session) -> None:
    company = await session.load(Company, command.company)
    registered = company.allow_signing(authority_declared=command.authority_declared)
    if command.number_country not in session.use(SigningDesks).of(command.provider).countries:
        raise Refused("signing.identity-not-taken", provider=command.provider, country=command.number_country)
    written = command.personal_number.reveal()
    number = checked_personal_number(written, command.at.date(), command.number_country)
    signer = _signer(command.number_country, number, session)
    signing = await session.load(Signing, command.signing)
    if signing.exists:
        return
    if company.signed:
        company.begin_account_signing(command.signing, signer, await _signatory(company, session))
        accounts = [held.details for held in company.accounts.held.values()]
        text = account_text(registered.name, registered.number.reveal(), accounts, company.language)
        signing.request(command, signer, number, text, "accounts")
        return
    terms = terms_in_force.on(command.at.date())
    text = signed_text(registered.name, registered.number.reveal(), company.language, terms)
    signing.request(command, signer, number, text)


async def record_signature(command: RecordSignature, session: Session) -> None:
    """Records a signature. The evidence names the signer, so it is encrypted with the key of the person who asked."""
    signing = await session.load(Signing, command.signing)
    if not signing.awaits(_signer(signing.number_country, command.signer_number.reveal(), session)):
        signing.refuse_signer()
        return
    name = f"signature-{command.signing}.{ending(command.media_type)}"
    kept = await session.vault.keep(signing.person, command.evidence, command.media_type, name)
    signing.complete(command, kept)
    (await session.load(Company, command.company)).sign(command.signing, signing.signer)


async def _signatory(company: Company, session: Session) -> UUID | None:
    """Who signed for the company; earlier releases stored only the signing, which is loaded then."""
    if company.signer is not None or company.signing is None:
        return company.signer
    return (await session.load(Signing, company.signing)).signer


def _signer(country: Country, number: str, session: Session) -> UUID:
    """The keyed hash of a personal number, which tells signers apart without revealing the number.

    Swedish numbers are hashed without their country, because such hashes were stored before other countries came.
    """
    key = (number,) if country == "SE" else (country, number)
    return session.natural_id("personal-number", *key)
