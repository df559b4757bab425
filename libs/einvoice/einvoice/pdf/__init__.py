"""An invoice as a PDF/UA page that people read."""
