"""The directory on one page: its areas, in their order, and what they use."""

from chassis import Service
from directory.connections.area import connections
from directory.customers.area import customers
from directory.customers.files import customer_files
from directory.customers.policy import register_policy
from directory.invitations.area import invitations
from directory.invitations.limits import invitation_policy
from directory.members.area import members
from directory.members.reception import reception_policy
from directory.recipients.area import recipients
from directory.recipients.peppol import network as peppol
from directory.recipients.policy import recipient_policy
from directory.settings import DirectorySettings

service = Service(
    name="directory",
    settings=DirectorySettings,
    areas=[customers, invitations, connections, members, recipients],
    uses=[invitation_policy, reception_policy, recipient_policy, register_policy, customer_files, peppol.register],
    documents_from=["portal"],
)
