"""What the programs in READMEs are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pygen_generator.languages.family import AnyFamily
from pygen_generator.model.types import EnumType, RelationType, Scalar
from pygen_generator.model.view import Kind, Property

SPACE = "my_space"
"""Space of instances in examples of SDKs that have no default one."""
_IN_EVERY_LANGUAGE = {
    Scalar.TEXT: '"text"',
    Scalar.INT32: "1",
    Scalar.INT64: "1",
    Scalar.FLOAT32: "1.5",
    Scalar.FLOAT64: "1.5",
    Scalar.TIMESERIES: '"my-time-series"',
    Scalar.FILE: '"my-file"',
    Scalar.SEQUENCE: '"my-sequence"',
}


def to_read(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family that an example reads; None where none with properties can be asked for."""
    return _simplest(family for family in families if family.view.queryable)


def to_write(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family of nodes that an example writes; None where none with properties can be written."""
    return _simplest(family for family in families if family.view.writable and family.kind is Kind.NODE)


def value(prop: Property, of_language: Mapping[Scalar, str]) -> str:
    """A value for a property as source; ``of_language`` has those that languages write differently."""
    if isinstance(prop.type, RelationType):
        one = '"another-example"'
    elif isinstance(prop.type, EnumType):
        one = json.dumps(prop.type.ids[0].raw)
    else:
        one = {**_IN_EVERY_LANGUAGE, **of_language}[prop.type.scalar]
    return f"[{one}]" if prop.is_list else one


def _simplest(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family with the fewest values that must be given, and then the first by name; none without any property.

    The service does not list views that map no property (behaviour.md section 8).
    """

    def rank(family: AnyFamily) -> tuple[int, str]:
        return sum(prop.must_be_given for prop in family.view.properties), family.read

    return min((family for family in families if family.view.properties), key=rank, default=None)
