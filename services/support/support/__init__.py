"""Cases: what somebody asks of the operator, the answers from both sides, and how it ended."""
