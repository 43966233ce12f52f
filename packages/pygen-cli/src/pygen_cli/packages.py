"""The packages that Pygen consists of."""

from __future__ import annotations

PACKAGES = (
    "cognite-pygen-cli",
    "cognite-pygen-client",
    "cognite-pygen-emulator",
    "cognite-pygen-generator",
    "cognite-pygen-runtime",
)
