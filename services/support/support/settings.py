"""What is special to support: how long a case stays open without a word, and how much may be written."""

from chassis import Settings


class SupportSettings(Settings):
    """Read from STAFETT_SUPPORT_<SETTING>."""

    quiet_days: int = 14
    """A case is closed this long after the operator's answer if nobody answers again."""
    answers_max: int = 500
    """How many answers a case holds; what comes after needs a new case."""
    text_characters_max: int = 10_000
    attachments_max: int = 10
    attachment_bytes_max: int = 10_000_000
    attachments_bytes_max: int = 20_000_000
    """The size of all attachments of one message together."""
    case_attachments_bytes_max: int = 200_000_000
    """The size of all attachments of one case together, from both sides."""
