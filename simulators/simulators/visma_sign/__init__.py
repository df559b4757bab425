"""Stands in for Visma Sign's API v1, its hosted signing page, and the person who signs there."""
