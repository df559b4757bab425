"""An invoice asks for one credit."""
