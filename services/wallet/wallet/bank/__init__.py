"""What the bank says: files and payments."""
