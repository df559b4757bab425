"""The wall: facts heard become mails to be planned, area by area, and what became of the mails is told."""
