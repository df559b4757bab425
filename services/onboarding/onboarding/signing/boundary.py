"""Translates what is told of a signing that waits for its person, and of one that ended in a signature."""

from contracts.onboarding import v1 as told
from contracts.values import Personal
from onboarding.signing.bankid.qr_code import qr_frames
from onboarding.signing.events import SigningCompleted, SigningOrdered
from onboarding.signing.signing import Signing


def tell_signing_started(event: SigningOrdered, signing: Signing) -> told.SigningStarted:
    """Computes the QR frames here, so that their secret is not told. A provider with its own page has none."""
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


def tell_company_signed(event: SigningCompleted, signing: Signing) -> told.CompanySigned:
    """Tells this for each signing, not once a company: each person who signed is answered, also the second."""
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
