"""The operator's desk: what its staff see and do for the areas below."""

from portal.desk import corrections, recipients, set_aside, support
from portal.edge.part import Part

desk = Part(api=[corrections.router, recipients.router, set_aside.router, support.router])
