"""The demo: an example model, its SDK, and steps that use it."""
