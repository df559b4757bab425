"""Getting an issued invoice to its receiver, and knowing that it arrived."""
