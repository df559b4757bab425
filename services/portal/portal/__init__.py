"""The edge: web pages, REST API, accounts and log-in."""
