"""Signings: what a person wants, and what became of it."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from contracts.values import Personal
from onboarding.signing.bankid.qr_code import qr_frames
from onboarding.signing.commands import CancelSigning, RequestSigning
from onboarding.signing.events import SigningCompleted, SigningFailed, SigningOrdered, SigningProgressed
from onboarding.signing.signing import Signing


def on_signing_requested(fact: portal.SigningRequested, heard: Heard) -> RequestSigning:
    return RequestSigning(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        signing=fact.signing,
        personal_number=fact.personal_number,
        authority_declared=fact.authority_declared,
        ip_address=fact.ip_address,
        provider=fact.provider,
        number_country=fact.number_country,
    )


def on_signing_cancelled(fact: portal.SigningCancelled, heard: Heard) -> CancelSigning:
    return CancelSigning(at=heard.at, company=fact.company, signing=fact.signing)


def tell_signing_started(event: SigningOrdered, signing: Signing) -> told.SigningStarted:
    """The frames are computed here: the secret behind them stays. A provider with a page of its own has none."""
    open_s = int((event.expires_at - event.started_at).total_seconds())
    token = event.qr_start_token.reveal()
    frames = qr_frames(token, event.qr_start_secret.reveal(), open_s) if token else ()
    return told.SigningStarted(
        company=event.company,
        person=event.person,
        signing=signing.id,
        provider=event.provider,
        start_token=event.start_token,
        qr_frames=Personal(frames),
        started_at=event.started_at,
        expires_at=event.expires_at,
        page=event.page,
    )


def tell_signing_progressed(event: SigningProgressed, signing: Signing) -> told.SigningProgressed:
    return told.SigningProgressed(company=event.company, person=event.person, signing=signing.id, hint=event.hint)


def tell_signing_failed(event: SigningFailed, signing: Signing) -> told.SigningFailed:
    return told.SigningFailed(company=event.company, person=event.person, signing=signing.id, reason=event.reason)


def tell_company_signed(event: SigningCompleted, signing: Signing) -> told.CompanySigned:
    """Told of the signing, not the company: each person who signed is answered, even when another was first."""
    return told.CompanySigned(
        company=event.company,
        person=event.person,
        signing=signing.id,
        signed_by=event.signed_by,
        provider=event.provider,
        authority="declared",
        evidence=event.evidence,
        declared_right=event.declared_right,
        purpose=signing.purpose,
    )


def tell_signing_refused(
    fact: portal.SigningRequested | portal.SigningCancelled, refused: Refused
) -> told.SigningRefused:
    return told.SigningRefused(company=fact.company, signing=fact.signing, code=refused.code, details=refused.details)
