"""Help for everybody, without log-in: how to reach us, whom to ask, articles to search in, and votes on them."""
