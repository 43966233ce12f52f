"""Random property values, few enough to meet again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from evaluator.schema import Json, Property

SPACES = ["north", "south"]
NODE_IDS = [f"n{number}" for number in range(12)]
EDGE_IDS = [f"e{number}" for number in range(12)]
SORTABLE = ("text", "int32", "int64", "float32", "float64", "boolean", "timestamp", "date")
ORDERED = ("text", "int32", "int64", "float32", "float64", "timestamp", "date")
NUMERIC = ("int32", "int64", "float32", "float64")
ENUM_VALUES = ["on", "off", "slow"]
_TEXTS = ["", "a", "A", "ab", "abc", "b", "é", "e", "E", "%", "_", "a_", "😀", "'", '"', "\\", "10", "9"]
_SCALARS: dict[str, Sequence[Any]] = {
    "text": _TEXTS,
    "int32": [-(2**31), -2, -1, 0, 1, 2, 3, 2**31 - 1],
    "int64": [-(2**63), -2, -1, 0, 1, 2, 2**53 + 1, 2**53 + 2, 2**63 - 1],
    "float32": [-1.5, 0.0, 0.1, 0.25, 1, 3.4e38, 16777216.0],
    "float64": [-1.5, 0.0, 0.1, 0.30000000000000004, 0.3, 1, 2.0, 1e300, 5e-324],
    "boolean": [True, False],
    "timestamp": [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999+00:00",
        "2024-01-01T00:00:00",
        "2024-01-01T01:00:00.0+01:00",
        "2024-01-01T00:00:00.12-0030",
        "9999-12-31T23:59:59.999Z",
    ],
    "date": ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"],
    "json": [
        {},
        {"a": 1},
        {"a": True},
        {"a": 1.5, "b": [1, {"c": None}]},
        {"b": [1, {"c": None}], "a": 1.5},
        {"a": "1"},
        {"a": None},
    ],
    "timeseries": ["t1", "t2"],
    "file": ["f1", "f2"],
    "sequence": ["s1", "s2"],
    "enum": ENUM_VALUES,
}
TYPES = [*_SCALARS, "direct", "direct", "int32", "text"]


def chance(random: Random, percent: int) -> bool:
    return random.random() * 100 < percent


def node(random: Random) -> Json:
    """A node that may exist; the first ones are named most."""
    space = SPACES[0] if chance(random, 75) else SPACES[1]
    return {"space": space, "externalId": NODE_IDS[int(len(NODE_IDS) * random.random() ** 1.5)]}


def scalar(random: Random, type_: str) -> Any:
    """A value of a single property of the type, as JSON."""
    return node(random) if type_ == "direct" else random.choice(_SCALARS[type_])


def value(random: Random, property_: Property) -> Any:
    """A value of the property, as JSON; never null."""
    if not property_.is_list:
        return scalar(random, property_.type)
    return [scalar(random, property_.type) for _ in range(random.choice([0, 1, 1, 2, 3]))]
