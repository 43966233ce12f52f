"""A strict local emulator of the data modeling service of Cognite Data Fusion."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pygen_emulator._version import __version__

if TYPE_CHECKING:
    from pygen_emulator.emulator import Emulator
    from pygen_emulator.errors import ApiError
    from pygen_emulator.faults.fault import Fault, FaultError
    from pygen_emulator.http.origins import OriginError
    from pygen_emulator.server import serve

__all__ = ["ApiError", "Emulator", "Fault", "FaultError", "OriginError", "__version__", "serve"]

# Loaded when first used: pytest loads the plugin of this package in every run, most of which need nothing of it.
_PLACES = {
    "ApiError": "pygen_emulator.errors",
    "Emulator": "pygen_emulator.emulator",
    "Fault": "pygen_emulator.faults.fault",
    "FaultError": "pygen_emulator.faults.fault",
    "OriginError": "pygen_emulator.http.origins",
    "serve": "pygen_emulator.server",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
