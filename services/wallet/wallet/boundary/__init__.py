"""The wall: facts heard become commands, events that happened become facts told, area by area."""
