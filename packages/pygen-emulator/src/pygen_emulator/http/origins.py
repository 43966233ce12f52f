"""Which web pages may call: browsers ask the emulator before they send what a page of another address wants to."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

_EXPOSED = ("cdf-is-auto-retryable", "retry-after", "x-pygen-fault", "x-request-id")
"""Headers of answers that pages may read, beside those that they always may."""


class OriginError(ValueError):
    """A text names no origin of web pages."""


def origin_access(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Let pages of these origins call the application, with any header and without cookies.

    Args:
        app: The application.
        origins: Such as ``http://localhost:5173``: scheme, host and port, no more. ``*`` stands for all.

    Raises:
        OriginError: Something is no origin.
    """
    for origin in origins:
        parts = urlsplit(origin)
        if origin != "*" and (not parts.scheme or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}"):
            raise OriginError(f"{origin!r} is no origin: scheme, host and port, such as http://localhost:5173, or *.")
    return CORSMiddleware(
        app, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["*"], expose_headers=_EXPOSED
    )
