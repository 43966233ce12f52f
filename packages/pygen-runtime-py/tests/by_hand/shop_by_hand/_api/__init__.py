"""The API of each view."""
