"""What has happened among the operator's staff: stored for ever, so that it can be asked later who might do what."""

from chassis import Event
from contracts.values import CompanyId, Personal, PersonId


class StaffRoleGiven(Event, topic="portal.staff_role_given.v1"):
    """`person` may do at the desk what the role opens. `given_by` is None when it was given on the command line."""

    person: PersonId
    role: str
    given_by: PersonId | None = None


class StaffRoleTaken(Event, topic="portal.staff_role_taken.v1"):
    """The person may do so no longer."""

    person: PersonId
    role: str
    taken_by: PersonId | None = None


class ActProposed(Event, topic="portal.act_proposed.v1"):
    """`person` wants to tell a fact that another of the staff must approve first; `body` is its JSON."""

    person: PersonId
    company: CompanyId
    fact: str
    body: Personal[str]
    digest: str
    is_personal: bool = False


class ProposalApproved(Event, topic="portal.proposal_approved.v1"):
    """Another than the proposer approved: the fact is told in the same transaction."""

    person: PersonId


class ProposalDeclined(Event, topic="portal.proposal_declined.v1"):
    """Nothing comes of the proposal."""

    person: PersonId


class DeskActNoted(Event, topic="portal.desk_act_noted.v1"):
    """`person` did something at the desk that tells nobody, such as trying an event again; `about` says to what."""

    person: PersonId
    act: str
    about: str = ""


MemberEvent = StaffRoleGiven | StaffRoleTaken
ProposalEvent = ActProposed | ProposalApproved | ProposalDeclined
NoteEvent = DeskActNoted
