"""Numbers: a supplier's series, and the numbers that were entered by hand."""
