"""What a request to a path does, for requests that are not wrapped."""

from __future__ import annotations

from pygen_client.core.effects import OperationClass

_READING = ("/byids", "/list", "/search", "/aggregate", "/query", "/sync", "/inspect", "/filter")
"""Last part of paths whose POST reads."""

_BY_LAST_PART = {
    "/search": OperationClass.SEARCH,
    "/aggregate": OperationClass.AGGREGATE,
    "/query": OperationClass.QUERY,
    "/sync": OperationClass.QUERY,
    "/delete": OperationClass.DELETE,
}


def operation_class_of(method: str, path: str) -> OperationClass:
    """Under which concurrency limit a request falls."""
    last = path[path.rfind("/") :]
    if method == "DELETE":
        return OperationClass.DELETE
    if path.startswith("/models/") and not path.startswith("/models/instances"):
        return OperationClass.SCHEMA
    if last in _BY_LAST_PART:
        return _BY_LAST_PART[last]
    reads = method in ("GET", "HEAD", "OPTIONS") or last in _READING
    return OperationClass.READ if reads else OperationClass.WRITE


def is_idempotent(method: str, path: str) -> bool:
    """Whether it does no harm to carry a request out twice.

    Of POSTs these are the ones that read, and all of data modeling: its writes are upserts and deletes by id
    (behaviour.md section 21).
    """
    return method not in ("POST", "PATCH") or path.endswith(_READING) or path.startswith("/models/")
