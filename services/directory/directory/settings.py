"""What is special to the directory: how long an invitation is open, and how often a company may guess."""

from chassis import Settings


class DirectorySettings(Settings):
    """Read from STAFETT_DIRECTORY_<SETTING>."""

    invitation_open_days: int = 60
    """An invitation can be answered up to and including this many days after the day it was issued."""
    enrolment_failures_max: int = 10
    """So many failed answers a company may give within the window; then it waits until the oldest has left it."""
    enrolment_window_minutes: int = 60
