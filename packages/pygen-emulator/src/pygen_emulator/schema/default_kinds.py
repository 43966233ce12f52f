"""The kinds of constraints and indexes where a request leaves them out."""

from __future__ import annotations

from typing import Any


def with_default_kinds(body: Any) -> Any:
    """The body with ``indexType`` and ``constraintType`` filled in; a body of another form stays as it is.

    The official document gives each kind its own name as default, so that only its fields tell which one is meant: an
    index is a btree, a constraint with ``require`` demands a container, and any other is about uniqueness.
    """
    if not (isinstance(body, dict) and isinstance(body.get("items"), list)):
        return body
    return {**body, "items": [_with_kinds(item) for item in body["items"]]}


def _with_kinds(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    kinds = {"indexes": _index_with_kind, "constraints": _constraint_with_kind}
    filled = {
        key: {name: fill(part) if isinstance(part, dict) else part for name, part in item[key].items()}
        for key, fill in kinds.items()
        if isinstance(item.get(key), dict)
    }
    return {**item, **filled}


def _index_with_kind(index: dict[str, Any]) -> dict[str, Any]:
    return {**index, "indexType": "btree"} if index.get("indexType") is None else index


def _constraint_with_kind(constraint: dict[str, Any]) -> dict[str, Any]:
    if constraint.get("constraintType") is not None:
        return constraint
    return {**constraint, "constraintType": "requires" if "require" in constraint else "uniqueness"}
