"""Stands in for the Finnish register of companies (YTJ), open data of PRH, version 3."""
