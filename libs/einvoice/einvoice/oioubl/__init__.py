"""OIOUBL 2.1, Denmark's older format."""
