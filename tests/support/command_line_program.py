"""The command line as a program of its own, as tests start it."""

from __future__ import annotations

PROGRAM = """
import signal

# Python leaves Ctrl-C ignored where it was started so, as shells start what is to run in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
from pygen_cli.main import main

main()
"""
"""For ``python -c``."""
