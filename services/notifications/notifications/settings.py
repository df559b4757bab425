"""What is special to notifications: the mail server, the sender, and the times of retries."""

from typing import Literal

from pydantic import SecretStr

from chassis import Settings


class NotificationsSettings(Settings):
    """Read from STAFETT_NOTIFICATIONS_<SETTING>; each limit has its unit last."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    """`none` is for a mail server on the same machine, and for tests."""
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_timeout_s: float = 20.0
    smtp_connections_max: int = 40
    """Connections to the mail server at the same time; a tenth of them to one receiver's domain (`at_once`)."""
    smtp_idle_s: float = 10.0
    """How long a connection without a mail is kept for the next one; mail servers close theirs after minutes."""
    smtp_mails_max: int = 100
    """After so many mails a connection is closed: a mail server may spread its clients over several machines."""
    mail_from: str = "Stafett <no-reply@stafett.example>"
    public_url: str = "http://127.0.0.1:8000"
    """The portal's address, with which every link begins."""
    operator_file: str = ""
    """Who sells credits, as receipts name it: a file like contracts/operator/operator.toml; empty for that one."""
    retry_delays_min: tuple[float, ...] = (1, 5, 30, 120)
    """How long to wait after each failed attempt; after the last one the mail is given up."""
    reminder_pause_h: float = 24.0
    """A company hears of held invoices at most this often, however many are held."""
