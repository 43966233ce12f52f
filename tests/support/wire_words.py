"""The words of tests/vectors/wire in Python: values of the cases to values of an SDK, and back.

A value that JSON has no word for is an object with one member whose name begins with ``$``, as the README there says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from typing import Any

from pygen_client.schema import EdgeId, NodeId
from pygen_runtime.codegen import Ref
from pygen_runtime.instances.properties import property_names
from pygen_runtime.relations.declarations import declared

Json = dict[str, Any]
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)")
_SAFE = 2**53


def attributes(data_class: Any) -> dict[str, str]:
    """Property or connection of the view to attribute of the class."""
    owner = data_class if hasattr(data_class, "relations") else None
    connections = {} if owner is None else {one.name: name for name, one in declared(owner).items()}
    return {**connections, **{name: attribute for attribute, name in property_names(data_class).items()}}


def instant(text: str) -> datetime:
    """A point in time, from text with an offset."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def given(value: Any, write: Callable[[Json], Any] | None = None) -> Any:  # noqa: PLR0911 - one for each kind of value
    """A value of a case as a user gives it."""
    match value:
        case {"$timestamp": text}:
            return instant(text)
        case {"$date": text}:
            return date.fromisoformat(text)
        case {"$integer": text}:
            return int(text)
        case {"$float": text}:
            return float(text)
        case {"$node": [space, external_id]}:
            return NodeId(space, external_id)
        case {"$node": text}:
            return text
        case {"$edge": [space, external_id]}:
            return EdgeId(space, external_id)
        case {"$write": item}:
            assert write is not None
            return write(item)
        case list():
            return [given(one, write) for one in value]
    return value


def told(value: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """A value that a user got, in the words of the cases."""
    match value:
        case bool():
            return value
        case datetime():
            text = value.astimezone(timezone.utc).isoformat(timespec="milliseconds")
            return {"$timestamp": text.replace("+00:00", "Z")}
        case date():
            return {"$date": value.isoformat()}
        case int():
            return value if abs(value) < _SAFE else {"$integer": str(value)}
        case float():
            return int(value) if value.is_integer() and abs(value) < _SAFE else value
        case NodeId() | Ref():
            return {"$node": [value.space, value.external_id]}
        case EdgeId():
            return {"$edge": [value.space, value.external_id]}
        case list() | tuple():
            return [told(one) for one in value]
    return value


def same(first: Any, second: Any) -> bool:
    """Whether two values in the words of the cases are the same: true is not 1, and 1.0 is 1."""
    return json.dumps(_plain(first), sort_keys=True) == json.dumps(_plain(second), sort_keys=True)


def sendable(value: Any) -> Any:
    """The body of a case as JSON that a service takes."""
    match value:
        case {"$timestamp": text}:
            return text
        case {"$integer": text}:
            return int(text)
        case dict():
            return {name: sendable(one) for name, one in value.items()}
        case list():
            return [sendable(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < _SAFE:
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def difference(expected: Any, sent: Any, place: str = "body") -> str:  # noqa: PLR0911 - one for each kind of value
    """Where a request that was sent is not the one of the case; empty if it is."""
    match expected:
        case {"$timestamp": text}:
            fits = isinstance(sent, str) and bool(_TIMESTAMP.fullmatch(sent)) and instant(sent) == instant(text)
            return "" if fits else f"{place}: {sent!r} is not {text} with three decimals"
        case {"$integer": text}:
            return "" if isinstance(sent, int) and sent == int(text) else f"{place}: {sent!r} is not {text}"
        case dict():
            if not isinstance(sent, dict) or expected.keys() != sent.keys():
                return f"{place}: {sent!r} has not the members {sorted(expected)}"
            parts = (difference(one, sent[name], f"{place}.{name}") for name, one in expected.items())
            return next((part for part in parts if part), "")
        case list():
            if not isinstance(sent, list) or len(expected) != len(sent):
                return f"{place}: {sent!r} has not {len(expected)} elements"
            pairs = enumerate(zip(expected, sent, strict=True))
            return next((part for n, pair in pairs if (part := difference(*pair, f"{place}[{n}]"))), "")
    return "" if same(expected, sent) else f"{place}: {sent!r} is not {expected!r}"
