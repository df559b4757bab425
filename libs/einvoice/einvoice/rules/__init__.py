"""What an invoice is held against: layers of official rules, and findings in words."""
