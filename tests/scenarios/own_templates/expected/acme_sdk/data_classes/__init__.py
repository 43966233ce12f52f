"""What is read and written: one module for each view."""
