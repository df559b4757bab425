"""The channels through which a document reaches its receiver."""
