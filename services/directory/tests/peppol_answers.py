"""A Peppol that answers in memory: real XML and JSON over httpx, from participants that a test lays down."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

import httpx

from directory.recipients.peppol.identifiers import DOCUMENT_TYPES, qualified_document_type
from directory.recipients.peppol.network import Peppol
from directory.settings import DirectorySettings

SMP = "http://busdox.org/serviceMetadata/publishing/1.0/"
WSA = "http://www.w3.org/2005/08/addressing"
ENDPOINT = (
    '<smp:Endpoint transportProfile="{profile}"><wsa:EndpointReference><wsa:Address>{address}</wsa:Address>'
    "</wsa:EndpointReference>{more}</smp:Endpoint>"
)
Answer = Callable[[httpx.Request], httpx.Response]


class PeppolInMemory:
    """`kinds` says which document types each participant takes; `cards` which names they published."""

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[str, ...]] = {}
        self.cards: dict[str, tuple[str, str]] = {}
        self.instead: Answer | None = None
        self.endpoint = ENDPOINT.format(
            profile="peppol-transport-as4-v2_0", address="https://ap.nordpost.example/as4", more=""
        )
        self.asked: list[str] = []
        self.now = 1000.0

    def peppol(self, **settings: object) -> Peppol:
        """The adapter, speaking to this Peppol."""
        chosen = DirectorySettings.model_validate(
            {"peppol_smp_url": "http://smp.example", "peppol_directory_url": "http://directory.example", **settings}
        )
        peppol = Peppol(chosen, lambda: self.now)
        peppol._client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        return peppol

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = unquote(request.url.raw_path.decode())
        self.asked.append(path)
        if self.instead is not None:
            return self.instead(request)
        if request.url.host == "directory.example":
            return self._search(request)
        who, _, kind = path.removeprefix("/iso6523-actorid-upis::").partition("/services/")
        if who not in self.kinds:
            return httpx.Response(404)
        return httpx.Response(200, text=self._metadata() if kind else self._group(who))

    def _group(self, who: str) -> str:
        addresses = (quote(f"busdox-docid-qns::{kind}", safe="") for kind in self.kinds[who])
        references = "".join(
            f'<smp:ServiceMetadataReference href="http://smp.example/x/services/{address}"/>' for address in addresses
        )
        return f'<smp:ServiceGroup xmlns:smp="{SMP}">{references}</smp:ServiceGroup>'

    def _metadata(self) -> str:
        return (
            f'<smp:SignedServiceMetadata xmlns:smp="{SMP}" xmlns:wsa="{WSA}"><smp:ServiceMetadata>'
            f"{self.endpoint}</smp:ServiceMetadata></smp:SignedServiceMetadata>"
        )

    def _search(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        fits = [
            {
                "participantID": {"scheme": "iso6523-actorid-upis", "value": who},
                "entities": [{"name": [{"name": name}], "countryCode": country}],
            }
            for who, (name, country) in self.cards.items()
            if asked.get("participant", "").endswith(who) or asked.get("name", "§").casefold() in name.casefold()
        ]
        return httpx.Response(200, json={"matches": fits})


INVOICES = (DOCUMENT_TYPES["invoice"], DOCUMENT_TYPES["credit-note"])
RESPONSES = ("urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2::ApplicationResponse##x::2.1",)

__all__ = ["ENDPOINT", "INVOICES", "RESPONSES", "PeppolInMemory", "qualified_document_type"]
