"""The ways to receive: which formats each carries, which the network offers, and which one is the default."""

from dataclasses import dataclass
from typing import Final

from chassis import Refused
from contracts.values import DocumentType, ReceptionFormat, ReceptionMethod
from directory.settings import DirectorySettings

FORMATS: Final[dict[ReceptionMethod, tuple[ReceptionFormat, ...]]] = {
    "email": ("pdf", "ubl"),
    "inbox": ("pdf", "ubl"),
    "peppol": ("ubl",),  # Peppol BIS Billing 3 allows only UBL.
    "sftp": ("pdf", "ubl"),
    "paper": ("pdf",),
}
"""Which formats each method can carry."""


@dataclass(frozen=True, slots=True)
class ReceptionPolicy:
    """What the network offers, and how a company receives until it chooses (D-09)."""

    methods_offered: tuple[ReceptionMethod, ...] = ("email", "inbox")
    default_method: ReceptionMethod = "email"
    default_format: ReceptionFormat = "pdf"
    samples_offered: tuple[DocumentType, ...] = ("invoice",)
    samples_unsigned_max: int = 5

    def check(self, method: ReceptionMethod, format: ReceptionFormat) -> None:  # noqa: A002 - the word of the field
        """Raises Refused for a method and format that do not go together, or that the network does not offer."""
        if format not in FORMATS[method]:
            raise Refused(
                "reception.format-not-legal", method=method, format=format, formats=", ".join(FORMATS[method])
            )
        if method not in self.methods_offered:
            raise Refused("reception.method-not-offered", method=method, methods=", ".join(self.methods_offered))

    def check_sample(self, document_type: DocumentType) -> None:
        """Raises Refused for a kind of document of which there are no samples."""
        if document_type not in self.samples_offered:
            kinds = ", ".join(self.samples_offered)
            raise Refused("reception.no-sample", document_type=document_type, document_types=kinds)


def reception_policy(settings: DirectorySettings) -> ReceptionPolicy:
    """The policy as it is set for this installation."""
    return ReceptionPolicy(
        settings.reception_methods_offered,
        settings.reception_default_method,
        settings.reception_default_format,
        settings.reception_samples_offered,
        settings.reception_samples_unsigned_max,
    )
