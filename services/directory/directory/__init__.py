"""Who can be reached, how, and who trades with whom."""
