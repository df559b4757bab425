"""Personal data: encrypted with a key for each person, unreadable when the key is destroyed. The store uses it."""
