"""Stands in for Bolagsverket's API "Värdefulla datamängder" v1, and for the name index its bulk file would give."""
