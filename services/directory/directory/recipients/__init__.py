"""Recipients: looked up in the networks outside, asked for, and decided by the operator."""
