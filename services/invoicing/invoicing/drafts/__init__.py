"""Drafts: what is written, kept, judged and sent."""
