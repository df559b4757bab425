"""What may be written in a case: the form of its category, a title, a text, attachments. Pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from chassis import Refused
from contracts.case_forms import case_forms
from contracts.values import DocumentRef
from support.settings import SupportSettings

TITLE_CHARACTERS_MAX = 200
FIELD_CHARACTERS_MAX = 500
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be written, and how long a case waits for an answer; from the settings."""

    answers: int
    text_characters: int
    attachments: int
    attachment_bytes: int
    attachments_bytes: int
    case_attachments_bytes: int
    quiet: timedelta

    @classmethod
    def register(cls, settings: SupportSettings) -> Self:
        return cls(
            answers=settings.answers_max,
            text_characters=settings.text_characters_max,
            attachments=settings.attachments_max,
            attachment_bytes=settings.attachment_bytes_max,
            attachments_bytes=settings.attachments_bytes_max,
            case_attachments_bytes=settings.case_attachments_bytes_max,
            quiet=timedelta(days=settings.quiet_days),
        )


def check_form(category: str, form: dict[str, str]) -> None:
    """Raises Refused when people cannot choose the category, or its form is not filled in as it should be."""
    offered = {name: one for name, one in case_forms().items() if one.offered}
    if category not in offered:
        raise Refused("case.category-unknown", categories=", ".join(offered))
    fields = offered[category]
    missing = [field for field in fields.mandatory if not form.get(field, "").strip()]
    if missing:
        raise Refused("case.field-missing", fields=", ".join(missing))
    unknown = sorted(set(form) - {*fields.mandatory, *fields.optional})
    if unknown:
        raise Refused("case.field-unknown", fields=", ".join(unknown)[:FIELD_CHARACTERS_MAX])
    too_long = sorted(name for name, value in form.items() if len(value) > FIELD_CHARACTERS_MAX)
    if too_long:
        raise Refused("case.field-too-long", fields=", ".join(too_long), length_max=FIELD_CHARACTERS_MAX)


def check_title(title: str) -> None:
    if not title.strip() or len(title) > TITLE_CHARACTERS_MAX:
        raise Refused("case.title-missing", length_max=TITLE_CHARACTERS_MAX)


def check_words(text: str, attachments: tuple[DocumentRef, ...], limits: Limits) -> None:
    """Raises Refused when title, text or attachments are missing or larger than the limits."""
    if not text.strip():
        raise Refused("case.text-missing")
    if len(text) > limits.text_characters:
        raise Refused("case.text-too-long", length=len(text), length_max=limits.text_characters)
    if len(attachments) > limits.attachments:
        raise Refused("case.attachments-too-many", count=len(attachments), count_max=limits.attachments)
    for one in attachments:
        if one.media_type not in MEDIA_TYPES:
            raise Refused("case.attachment-of-other-type", name=one.name, types=", ".join(MEDIA_TYPES))
        if one.size > limits.attachment_bytes:
            raise Refused("case.attachment-too-large", name=one.name, size=one.size, size_max=limits.attachment_bytes)
    together = sum(one.size for one in attachments)
    if together > limits.attachments_bytes:
        raise Refused("case.attachments-too-large", size=together, size_max=limits.attachments_bytes)
