"""The Python language."""
