"""Signings: what a person wants, and what became of it."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Personal
from onboarding import commands, events
from onboarding.bankid.qr_code import qr_frames
from onboarding.signing import Signing


def on_signing_requested(fact: portal.SigningRequested, heard: Heard) -> commands.RequestSigning:
    return commands.RequestSigning(
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


def on_signing_cancelled(fact: portal.SigningCancelled, heard: Heard) -> commands.CancelSigning:
    return commands.CancelSigning(at=heard.at, company=fact.company, signing=fact.signing)


def tell_signing_started(event: events.SigningOrdered, signing: Signing) -> onboarding.SigningStarted:
    """The frames are computed here: the secret behind them stays. A provider with a page of its own has none."""
    open_s = int((event.expires_at - event.started_at).total_seconds())
    token = event.qr_start_token.reveal()
    frames = qr_frames(token, event.qr_start_secret.reveal(), open_s) if token else ()
    return onboarding.SigningStarted(
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


def tell_signing_progressed(event: events.SigningProgressed, signing: Signing) -> onboarding.SigningProgressed:
    return onboarding.SigningProgressed(company=event.company, person=event.person, signing=signing.id, hint=event.hint)


def tell_signing_authority_checked(
    event: events.AuthorityChecked, signing: Signing
) -> onboarding.SigningAuthorityChecked:
    return onboarding.SigningAuthorityChecked(
        company=event.company,
        person=event.person,
        signing=signing.id,
        outcome=event.outcome,
        told_by=event.register,
        role=event.role,
    )


def tell_signing_failed(event: events.SigningFailed, signing: Signing) -> onboarding.SigningFailed:
    return onboarding.SigningFailed(company=event.company, person=event.person, signing=signing.id, reason=event.reason)


def tell_company_signed(event: events.SigningCompleted, signing: Signing) -> onboarding.CompanySigned:
    """Told of the signing, not the company: each person who signed is answered, even when another was first."""
    return onboarding.CompanySigned(
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
) -> onboarding.SigningRefused:
    return onboarding.SigningRefused(
        company=fact.company, signing=fact.signing, code=refused.code, details=refused.details
    )
