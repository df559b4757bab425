"""Recipients: searching for whom to send to, and asking for one that is missing."""
