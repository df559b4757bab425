"""Who may act for a company."""
