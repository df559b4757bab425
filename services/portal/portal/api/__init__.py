"""The REST API, version 1: everything that the pages do, for systems and for the demo."""
