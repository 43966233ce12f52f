"""The filters of views, as queries have to repeat them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.model.view import View

DEEPEST = 32
"""Deepest JSON that is written out; the service limits filters and defaults long before (behaviour.md section 4.3)."""


def usable_filter(view: View) -> Mapping[str, Any] | None:
    """The filter of a view; None without one, and for one that cannot be sent (behaviour.md section 8)."""
    return view.filter if view.filter and not _is_invalid(view.filter) and is_json(view.filter) else None


def unusable_filters(view: View) -> Iterator[Issue]:
    """A line if the view has a filter that cannot be sent."""
    if view.filter and usable_filter(view) is None:
        yield Issue(
            Severity.WARNING,
            "view-filter-not-usable",
            place(view.id),
            "The filter of the view refers to something that is gone, or is nested too deeply.",
            "Queries show all instances that have data in the view.",
            "Correct the filter of the view.",
        )


def _is_invalid(condition: Any) -> bool:
    """Whether some part of a filter is of the kind that the service only answers."""
    if isinstance(condition, Mapping):
        return "invalid" in condition or any(map(_is_invalid, condition.values()))
    return isinstance(condition, list) and any(map(_is_invalid, condition))


def is_json(value: Any, depth: int = 1) -> bool:
    """Whether JSON can say a value, and it is not too deep to be written out."""
    if isinstance(value, (Mapping, list)):
        items = value.values() if isinstance(value, Mapping) else value
        return depth <= DEEPEST and all(is_json(item, depth + 1) for item in items)
    return value is None or isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value))
