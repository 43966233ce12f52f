"""References in schema bodies must say whether they lead to a view or a container.

The schema models fill in ``type`` where it is missing; the service does not (behaviour.md section 20, ``[type must not
be null]``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pygen_emulator.validation import violations

Kind = Literal["container", "view", "data model"]


def check_reference_types(kind: Kind, body: Any) -> None:
    """Refuse a body that fits its model but has a reference without ``type``."""
    untyped = sum(
        "type" not in reference for item in body["items"] for reference in _references(kind, item) if reference
    )
    if untyped:
        raise violations(["type must not be null"] * untyped)


def _references(kind: Kind, item: dict[str, Any]) -> Iterator[dict[str, Any] | None]:
    if kind == "data model":
        for view in item.get("views", ()):
            if view.get("type") != "view":
                yield from _references("view", view)
        return
    yield from item.get("implements") or ()
    for constraint in (item.get("constraints") or {}).values():
        yield constraint.get("require")
    for prop in (item.get("properties") or {}).values():
        if kind == "container":
            yield prop["type"].get("container")
        else:
            yield from (prop.get(key) for key in ("container", "source", "edgeSource"))
            yield prop.get("through", {}).get("source")
