"""Customer registers: files of a company's own customers, and what became of their rows."""
