"""Queries: what is asked for, the plan made of it, and the way through its pages."""
