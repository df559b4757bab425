"""What the directory tells of companies: connections, invitations, reception, references, contract texts."""
