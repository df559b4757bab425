"""The operator's staff on one page: roles, acts that take two, and the log of who did what at the desk."""

from chassis.area import Area
from portal.staff import commands, handlers
from portal.staff.log import DeskLog
from portal.staff.member import Member
from portal.staff.note import Note
from portal.staff.proposal import Proposal
from portal.staff.view import Proposals, StaffRoles

staff = Area(
    handles={
        commands.GiveRole: Member.give,
        commands.TakeRole: Member.take,
        commands.Propose: Proposal.propose,
        commands.DecideProposal: handlers.decide,
        commands.NoteAct: Note.note,
    },
    shows=[StaffRoles, Proposals, DeskLog],
)
