"""What an SMP publishes (OASIS SMP 1.0): the group of services of a participant, and the metadata of each."""

from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from simulators.peppol_directory.participants import Participant, certificate_of

SMP = "http://busdox.org/serviceMetadata/publishing/1.0/"
IDS = "http://busdox.org/transport/identifiers/1.0/"
WSA = "http://www.w3.org/2005/08/addressing"
SCHEME = "iso6523-actorid-upis"
DOCUMENT_SCHEME = "busdox-docid-qns"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
AS4 = "peppol-transport-as4-v2_0"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def service_group(participant: Participant, base: str) -> str:
    """The references to each of the participant's services, under the SMP's own address."""
    who = quote(f"{SCHEME}::{participant.value}", safe="")
    kinds = [quote(f"{DOCUMENT_SCHEME}::{kind}", safe="") for kind in participant.document_types]
    references = "".join(
        f"<smp:ServiceMetadataReference href={quoteattr(f'{base}/{who}/services/{kind}')}/>" for kind in kinds
    )
    return (
        f'{_HEAD}<smp:ServiceGroup xmlns:smp="{SMP}" xmlns:id="{IDS}">{_participant(participant)}'
        f"<smp:ServiceMetadataReferenceCollection>{references}</smp:ServiceMetadataReferenceCollection>"
        f"</smp:ServiceGroup>"
    )


def signed_service_metadata(participant: Participant, document_type: str) -> str:
    """Where documents of a type go. What a real SMP signs stands here without its signature."""
    opens = participant.opens_at
    activation = f"<smp:ServiceActivationDate>{opens.isoformat()}</smp:ServiceActivationDate>" if opens else ""
    endpoint = (
        f'<smp:Endpoint transportProfile="{AS4}"><wsa:EndpointReference>'
        f"<wsa:Address>https://{participant.operator.host}/as4</wsa:Address></wsa:EndpointReference>"
        f"<smp:RequireBusinessLevelSignature>false</smp:RequireBusinessLevelSignature>{activation}"
        f"<smp:Certificate>{certificate_of(participant.operator)}</smp:Certificate>"
        f"<smp:ServiceDescription>{escape(participant.operator.name)} (simulated)</smp:ServiceDescription>"
        f"<smp:TechnicalContactUrl>https://{participant.operator.host}/</smp:TechnicalContactUrl></smp:Endpoint>"
    )
    return (
        f'{_HEAD}<smp:SignedServiceMetadata xmlns:smp="{SMP}" xmlns:id="{IDS}" xmlns:wsa="{WSA}">'
        f"<smp:ServiceMetadata><smp:ServiceInformation>{_participant(participant)}"
        f'<id:DocumentIdentifier scheme="{DOCUMENT_SCHEME}">{escape(document_type)}</id:DocumentIdentifier>'
        f"<smp:ProcessList><smp:Process>"
        f'<id:ProcessIdentifier scheme="cenbii-procid-ubl">{PROCESS}</id:ProcessIdentifier>'
        f"<smp:ServiceEndpointList>{endpoint}</smp:ServiceEndpointList></smp:Process></smp:ProcessList>"
        f"</smp:ServiceInformation></smp:ServiceMetadata></smp:SignedServiceMetadata>"
    )


def _participant(participant: Participant) -> str:
    return f'<id:ParticipantIdentifier scheme="{SCHEME}">{escape(participant.value)}</id:ParticipantIdentifier>'
