"""Where data models come from."""
