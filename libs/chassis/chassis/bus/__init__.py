"""The bus: facts heard, facts told, and what the streams must hold for that."""
