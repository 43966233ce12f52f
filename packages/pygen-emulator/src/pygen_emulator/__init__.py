"""A strict local emulator of the data modeling service of Cognite Data Fusion."""

from pygen_emulator._version import __version__
from pygen_emulator.emulator import Emulator
from pygen_emulator.errors import ApiError
from pygen_emulator.server import serve

__all__ = ["ApiError", "Emulator", "__version__", "serve"]
