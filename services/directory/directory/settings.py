"""What is special to the directory: how long invitations are open, how often one may guess, what the network offers."""

from typing import Literal

from chassis import Settings
from contracts.values import DocumentType, ReceptionFormat, ReceptionMethod


class DirectorySettings(Settings):
    """Read from STAFETT_DIRECTORY_<SETTING>."""

    invitation_open_days: int = 60
    """An invitation can be answered up to and including this many days after the day it was issued."""
    invitation_reminder_days: int = 7
    """So many days after an invitation, and after each reminder, the next reminder goes out."""
    invitation_reminders_max: int = 2
    invitations_unsigned_max: int = 5
    """So many a company may make in all while nobody has signed for it: each is a mail to a stranger."""
    invitations_new_days: int = 30
    """A company is new for so long after it joined."""
    invitations_new_per_day: int = 100
    """So many a new company may make within 24 hours, once somebody has signed for it."""
    enrolment_failures_max: int = 10
    """So many failed answers a company may give within the window; then it waits until the oldest has left it."""
    enrolment_window_minutes: int = 60

    operator_name: str = "Stafett"
    """Under which name people know this network as an operator."""
    peppol_smp_url: str = ""
    """Base address of the SMP that is asked; it stands for the SML, whose names lead to each participant's own SMP."""
    peppol_directory_url: str = ""
    """Base address of the Peppol Directory, such as https://directory.peppol.eu."""
    peppol_timeout_s: float = 5.0
    """For one question to one of them."""
    peppol_hits_max: int = 10
    """A search by name asks the SMP about so many participants at most."""
    peppol_cache_s: float = 3600.0
    """How long an SMP's word is believed."""
    peppol_absent_cache_s: float = 300.0
    """How long somebody who was not found is believed absent."""
    peppol_own_seats: str = ""
    """Our own access points, by the common names of their certificates, by commas: nobody behind them is elsewhere."""

    import_rows_max: int = 50_000
    import_columns_max: int = 256
    import_customers_max: int = 200_000
    """So many customers one register holds in all."""
    import_file_bytes_max: int = 10_000_000
    import_batch_max: int = 250
    """So many rows are imported as one, and told as one fact (which must stay under 1 MB)."""
    import_timeout_s: float = 60.0
    """For reading one file, in a process of its own."""
    import_cpu_s: int = 30
    import_rows_bytes_max: int = 64_000_000
    """So much text the rows of a file hold, at most."""
    import_memory_mb_max: int = 1500
    """Address space of that process: a file that swells in memory ends it and nothing else."""

    reception_methods_offered: tuple[ReceptionMethod, ...] = ("email", "inbox")
    """What a company may choose: the ways that delivery has."""
    reception_samples_offered: tuple[DocumentType, ...] = ("invoice",)
    """Which kinds of document delivery can send a sample of."""
    reception_samples_unsigned_max: int = 5
    """So many samples a company may have sent, to whatever address, while nobody has signed for it."""
    reception_default_method: Literal["email", "inbox"] = "email"
    """How a company receives until it chooses (D-09, S0-24)."""
    reception_default_format: ReceptionFormat = "pdf"
