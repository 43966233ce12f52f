"""How it is read: one module for each view."""
