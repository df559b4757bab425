"""Which mails a company gets: those that it can turn off, and those that are always sent."""
