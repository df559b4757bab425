"""Registration: looking a company up, and registering it in the network."""
