"""The names that the invoice's file has in a hybrid PDF: a page for people with the invoice for programs inside."""

FILE = "factur-x.xml"
FILES_READ = (FILE, "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml")
"""The names that a hybrid invoice's file has had, the newest first."""
