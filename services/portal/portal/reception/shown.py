"""What the API shows of a sample document."""

from datetime import datetime
from uuid import UUID

from portal.edge.shown import Shown


class SampleShown(Shown):
    """`cause` and `repair` say why it failed and who can mend it."""

    id: UUID
    document_type: str
    method: str
    status: str
    receipt: str | None
    cause: str | None
    repair: str | None
    ordered_at: datetime
