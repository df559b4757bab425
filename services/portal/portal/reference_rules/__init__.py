"""Reference rules: what a buyer requires on its invoices, and whether a reference fulfils it."""
