"""The inbox: documents that a company has received."""
