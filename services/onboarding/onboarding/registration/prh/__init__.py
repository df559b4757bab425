"""PRH, which publishes the register of Finnish companies (YTJ)."""
