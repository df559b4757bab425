"""The public language of Stafett: what services tell one another, per service and version."""
