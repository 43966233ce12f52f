"""What filters are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def paths(form: Any) -> Iterator[tuple[str, ...]]:
    """The properties that a filter is about, in the form of the service."""
    if isinstance(form, dict):
        for key, value in form.items():
            if key in ("property", "scope", "startProperty", "endProperty"):
                yield tuple(value)
            elif key not in ("value", "values", "nested"):
                yield from paths(value)
            elif key == "nested":
                # What stands in it is about the node that the relation points to.
                yield tuple(value["scope"])
    elif isinstance(form, list):
        for one in form:
            yield from paths(one)
