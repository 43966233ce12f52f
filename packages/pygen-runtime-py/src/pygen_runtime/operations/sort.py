"""Sorting by the names of attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pygen_client import PygenValidationError

from pygen_runtime.instances import Edge, Instance
from pygen_runtime.instances.properties import property_names
from pygen_runtime.operations.attributes import OF_INSTANCE
from pygen_runtime.properties import SortDirection
from pygen_runtime.spelling import did_you_mean

MAX_TERMS = 5
"""Terms of one sort (behaviour.md section 13)."""


def sort_terms(
    item_class: type[Instance], sort_by: str | Sequence[str] | None, direction: SortDirection
) -> list[dict[str, Any]]:
    """The sort of a request.

    ``created_time`` and ``last_updated_time`` are the times of the instance; the generator gives no property such a
    name.

    Raises:
        PygenValidationError: Unknown name, direction, or too many names.
    """
    names = [sort_by] if isinstance(sort_by, str) else list(sort_by or ())
    if direction not in ("ascending", "descending"):
        raise PygenValidationError(f"sort_direction is 'ascending' or 'descending', not {direction!r}")
    check_terms(len(names))
    kind = "edge" if issubclass(item_class, Edge) else "node"
    paths: dict[str, list[str]] = {}
    # Nodes outside the SDK have no view, and can be sorted by what every node has.
    if names_of_view := property_names(item_class):
        view = item_class.view_id.as_path()
        paths = {attribute: [*view, name] for attribute, name in names_of_view.items()}
    paths |= {attribute: [kind, name] for attribute, name in OF_INSTANCE.items()}
    for name in names:
        if name not in paths:
            raise PygenValidationError(f"Cannot sort by {name!r}{did_you_mean(name, paths)}")
    return [{"property": paths[name], "direction": direction} for name in names]


def check_terms(count: int) -> None:
    """Raises PygenValidationError if the service does not take so many terms."""
    if count > MAX_TERMS:
        raise PygenValidationError(f"The service sorts by at most {MAX_TERMS} properties, not {count}")
