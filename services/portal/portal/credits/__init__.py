"""Credits: what is left, the statement, accounts, automatic top-up and the plan."""
