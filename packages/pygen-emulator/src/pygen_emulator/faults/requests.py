"""What some faults ask of a request: whether it has a cursor, and how many results it wants at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from pygen_emulator.errors import ApiError
from pygen_emulator.faults.fault import Fault
from pygen_emulator.http import bodies

_DEFAULT_LIMITS = {
    "/models/instances/list": 1000,
    "/models/instances/search": 1000,
    "/models/instances/aggregate": 100,
    "/models/instances/query": 100,
    "/models/instances/sync": 100,
}
"""Results of a page, or of one result set, where a request names no limit (behaviour.md section 4.1)."""


class FaultyRequest:
    """A request in the eyes of faults. A body that cannot be read has no cursor and asks for nothing.

    Args:
        path: Relative to the project.
        query: The query string.
        content: The body as it came.
        encoding: The header ``Content-Encoding``.
    """

    def __init__(self, path: str, query: bytes, content: bytes, encoding: str | None) -> None:
        self._path = path
        self._query = parse_qs(query.decode("latin-1"))
        self._body = _decoded(content, encoding)

    def meets(self, fault: Fault) -> bool:
        """Whether the request is of the kind that the fault hits."""
        if fault.effect == "cursor-expired" and not self._has_cursor():
            return False
        return fault.over is None or any(limit > fault.over for limit in self._limits())

    def _has_cursor(self) -> bool:
        body = self._body or {}
        cursors = body.get("cursors")
        given = [*cursors.values()] if isinstance(cursors, dict) else []
        return "cursor" in self._query or any(value is not None for value in (*given, body.get("cursor")))

    def _limits(self) -> Iterator[int]:
        """How many results are wanted: of the page, or of each result set; of writes and byids the number of items."""
        if self._body is None:
            return
        default = _DEFAULT_LIMITS.get(self._path, 0)
        sets = self._body.get("with")
        places = [each for each in sets.values() if isinstance(each, dict)] if isinstance(sets, dict) else [self._body]
        for place in places:
            limit = place.get("limit")
            yield limit if isinstance(limit, int) else default
        items = self._body.get("items")
        yield len(items) if isinstance(items, list) else 0


def _decoded(content: bytes, encoding: str | None) -> dict[str, Any] | None:
    try:
        body = bodies.decode(content, encoding) if content else None
    except ApiError:
        return None
    return body if isinstance(body, dict) else None
