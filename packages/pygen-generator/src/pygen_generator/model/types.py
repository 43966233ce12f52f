"""The types of properties, without regard to any language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Union

from pygen_client.schema import ViewId

from pygen_generator.model.text import SchemaText


class Scalar(Enum):
    """A type with plain values; the value is its name on the wire."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    TIMESTAMP = "timestamp"
    DATE = "date"
    JSON = "json"
    TIMESERIES = "timeseries"
    FILE = "file"
    SEQUENCE = "sequence"


INTEGERS = frozenset({Scalar.INT32, Scalar.INT64})
FLOATS = frozenset({Scalar.FLOAT32, Scalar.FLOAT64})
REFERENCES = frozenset({Scalar.TIMESERIES, Scalar.FILE, Scalar.SEQUENCE})
"""Types whose value is the external id of something outside the data model."""


@dataclass(frozen=True, slots=True)
class ScalarType:
    scalar: Scalar
    unit: SchemaText | None = None
    """Id of the unit that values are in, such as ``temperature:deg_c``; for floating point types only."""


@dataclass(frozen=True, slots=True)
class EnumValue:
    id: SchemaText
    name: SchemaText | None = None
    description: SchemaText | None = None


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of some named values, sorted by id."""

    values: tuple[EnumValue, ...]

    @property
    def ids(self) -> tuple[SchemaText, ...]:
        return tuple(value.id for value in self.values)


@dataclass(frozen=True, slots=True)
class RelationType:
    """A reference to a node."""

    target: ViewId | None = None
    """The view through which the node is meant to be read; it need not be part of the model."""


ValueType = Union[ScalarType, EnumType, RelationType]
