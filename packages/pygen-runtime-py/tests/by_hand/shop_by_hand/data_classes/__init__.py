"""The data classes of each view."""
