"""The wall: facts heard become commands, and events that happened become facts told, area by area."""
