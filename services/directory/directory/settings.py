"""What is special to the directory: how long invitations are open, how often one may guess, what the network offers."""

from typing import Literal

from chassis import Settings
from contracts.values import DocumentType, ReceptionFormat, ReceptionMethod


class DirectorySettings(Settings):
    """Read from STAFETT_DIRECTORY_<SETTING>."""

    invitation_open_days: int = 60
    """An invitation can be answered up to and including this many days after the day it was issued."""
    invitation_reminder_days: int = 7
    """How many days after an invitation, or a reminder, the next reminder goes out."""
    invitation_reminders_max: int = 2
    invitation_remind_again_hours: int = 24
    """How long after the last mail its inviter may have an invitation sent once more."""
    invitation_reminders_in_all_max: int = 5
    """So many reminders have gone out, by themselves or by hand, when none goes out by hand any more."""
    invitations_unsigned_max: int = 5
    """How many invitations a company may make in all while nobody has signed for it: each mails a stranger."""
    invitations_new_days: int = 30
    """How long a company counts as new after it joined."""
    invitations_new_per_day: int = 100
    """How many invitations a new company may make within 24 hours, once somebody has signed for it."""
    enrolment_failures_max: int = 10
    """How many failed answers a company may give within the window, until the oldest has left it."""
    enrolment_window_minutes: int = 60

    operator_name: str = "Stafett"
    """The name under which people know this network as an operator."""
    peppol_smp_url: str = ""
    """Base address of the SMP that is asked, in place of an SML look-up of each participant's own SMP."""
    peppol_directory_url: str = ""
    """Base address of the Peppol Directory, such as https://directory.peppol.eu."""
    peppol_timeout_s: float = 5.0
    """The time-out of one question to the SMP or the Peppol Directory."""
    peppol_hits_max: int = 10
    """How many participants a search by name asks the SMP about."""
    peppol_cache_s: float = 3600.0
    """How long an SMP's answer is cached."""
    peppol_absent_cache_s: float = 300.0
    """How long it is cached that a participant was not found."""
    peppol_own_seats: str = ""
    """Common names of our access points' certificates, separated by commas: who is behind them is not elsewhere."""

    import_rows_max: int = 50_000
    import_columns_max: int = 256
    import_customers_max: int = 200_000
    """How many customers one register holds."""
    import_file_bytes_max: int = 10_000_000
    import_batch_max: int = 250
    """How many rows are imported together and told as one fact, which must stay under 1 MB."""
    import_timeout_s: float = 60.0
    """The time-out of reading one file, in a process of its own."""
    import_cpu_s: int = 30
    import_rows_bytes_max: int = 64_000_000
    """How much text the rows of a file may hold."""
    import_memory_mb_max: int = 1500
    """Address space of that process: a file that expands in memory ends only this process."""

    reception_methods_offered: tuple[ReceptionMethod, ...] = ("email", "inbox")
    """The ways to receive that a company may choose, which are those that delivery supports."""
    reception_samples_offered: tuple[DocumentType, ...] = ("invoice",)
    """The kinds of document of which delivery can send a sample."""
    reception_samples_unsigned_max: int = 5
    """How many samples a company may have sent, to any address, while nobody has signed for it."""
    reception_default_method: Literal["email", "inbox"] = "email"
    """How a company receives until it chooses (D-09, S0-24)."""
    reception_default_format: ReceptionFormat = "pdf"
