"""Personal data: sealed with a key of each person, gone when the key is destroyed. The store seals with it."""
