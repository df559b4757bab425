"""The bank accounts that a company is paid to, and changes of them that are held."""
