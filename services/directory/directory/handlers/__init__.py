"""What is done about each command, by area: load, decide."""
