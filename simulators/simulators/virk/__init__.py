"""Stands in for the Danish register of companies (CVR) as Virk distributes it: Elasticsearch behind a password."""
