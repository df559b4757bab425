"""Looking a company up, and bringing it aboard."""
