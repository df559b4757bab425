"""The ways on which a document reaches its receiver."""
