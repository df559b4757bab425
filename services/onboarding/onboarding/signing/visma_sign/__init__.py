"""Visma Sign, which lets people of the Nordic countries sign a document on a page of its own."""
