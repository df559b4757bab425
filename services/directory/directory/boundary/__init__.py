"""The wall of the directory, by area: facts heard become commands, events that happened become facts told."""
