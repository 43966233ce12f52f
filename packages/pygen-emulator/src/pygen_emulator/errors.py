"""The error that a request ends with, in the service's own form."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Ends a request with a status and the service's error body.

    Args:
        status: HTTP status, 400 to 599.
        message: What was wrong, naming the offending field, id or value.
        missing: Ids that were asked for and do not exist.
        duplicated: Ids that were given twice.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        missing: list[dict[str, Any]] | None = None,
        duplicated: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.missing = missing
        self.duplicated = duplicated

    def body(self) -> dict[str, Any]:
        """``{"error": {"code", "message", "missing"?, "duplicated"?}}``."""
        error: dict[str, Any] = {"code": self.status, "message": self.message}
        if self.missing is not None:
            error["missing"] = self.missing
        if self.duplicated is not None:
            error["duplicated"] = self.duplicated
        return {"error": error}


class DroppedConnectionError(ConnectionError):
    """Ends a request by resetting its connection, without an answer; whoever carries the requests does it."""


class TruncatedAnswerError(ConnectionError):
    """Ends the connection of a request when what was sent of the answer has left, though more was announced."""
