"""What the directory tells of companies: connections, invitations, reception, references, contract texts."""

from portal.edge.part import Part
from portal.network.view import Network

network = Part(shows=[Network])
