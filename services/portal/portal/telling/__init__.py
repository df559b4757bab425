"""What people did is told, what services told is kept, and views follow both."""
