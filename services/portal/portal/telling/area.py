"""What people did is told, what services told is kept, and views follow both."""

from chassis.area import Area
from portal.telling import boundary, commands, events, handlers
from portal.telling.answers import Answers

telling = Area(
    handles={commands.Tell: handlers.tell, commands.Keep: handlers.keep},
    tells={events.Acted: boundary.tell_act, events.ActedPersonally: boundary.tell_act},
    shows=[Answers],
)
