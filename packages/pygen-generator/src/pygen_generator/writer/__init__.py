"""Bringing an SDK into a folder: what would change, and changing it."""
