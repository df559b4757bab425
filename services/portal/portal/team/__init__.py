"""The people of a company: members, invited colleagues, and requests for access."""
