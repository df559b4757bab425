"""What is special to support: how long a case stays open without a word, and how much may be written."""

from chassis import Settings


class SupportSettings(Settings):
    """Read from STAFETT_SUPPORT_<SETTING>."""

    quiet_days: int = 14
    """So long after the operator's answer a case that is not answered again is closed."""
    answers_max: int = 500
    """A longer case is full: what comes after is a new one."""
    text_characters_max: int = 10_000
    attachments_max: int = 10
    attachment_bytes_max: int = 10_000_000
    attachments_bytes_max: int = 20_000_000
    """All attachments of one message."""
    case_attachments_bytes_max: int = 200_000_000
    """All attachments of one case, from both sides."""
