"""Dispatch: an issued invoice on its way to its receiver."""
