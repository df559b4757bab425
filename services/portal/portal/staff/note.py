"""One act at the desk that tells nobody, noted for the log. No I/O, no clock, no randomness."""

from chassis import Aggregate
from portal.staff.commands import NoteAct
from portal.staff.events import DeskActNoted, NoteEvent


class Note(Aggregate[NoteEvent], stream="portal.desk_note", id_field="note"):
    def note(self, command: NoteAct) -> None:
        if not self.exists:
            self.record(DeskActNoted(person=command.person, act=command.act, about=command.about))

    def evolve(self, event: NoteEvent) -> None:
        """A note only exists."""
