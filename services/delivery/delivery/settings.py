"""What can be set in the delivery service, each limit with its unit."""

from __future__ import annotations

from pydantic import SecretStr

from chassis import Settings
from einvoice.pdf.pool import PdfLimits, PdfPool


class DeliverySettings(Settings):
    """Read from STAFETT_DELIVERY_<SETTING>."""

    attempt_delays_s: tuple[float, ...] = (300, 1_500, 5_400, 18_000, 72_000)
    """How long after each failed attempt the next one is made: six attempts over 27 hours."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    smtp_timeout_s: float = 30.0
    smtp_connections_max: int = 40
    """Connections to the mail server at the same time; a tenth of them to one receiver's domain (`at_once`)."""
    mail_from: str = "Stafett <faktura@stafett.example>"
    public_url: str = "http://127.0.0.1:8000"

    pdf_workers: int = 1
    pdf_timeout_s: float = 30.0


def pdf_pool(settings: DeliverySettings) -> PdfPool:
    """The pool of running processes that render the PDFs."""
    return PdfPool(settings.pdf_workers, PdfLimits(render_timeout_s=settings.pdf_timeout_s))
