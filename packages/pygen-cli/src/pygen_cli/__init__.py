"""The `pygen` command. What it can do is in the libraries; this package parses, calls and shows."""

from pygen_cli._version import __version__

__all__ = ["__version__"]
