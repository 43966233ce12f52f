"""What the programs in READMEs are about."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_generator.languages.family import AnyFamily
from pygen_generator.model.view import Kind

SPACE = "my_space"
"""Space of instances in examples of SDKs that have no default one."""


def to_read(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family that an example reads; None where none with properties can be asked for."""
    return _simplest(family for family in families if family.view.queryable)


def to_write(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family of nodes that an example writes; None where none with properties can be written."""
    return _simplest(family for family in families if family.view.writable and family.kind is Kind.NODE)


def _simplest(families: Iterable[AnyFamily]) -> AnyFamily | None:
    """The family with the fewest values that must be given, and then the first by name; none without any property.

    The service does not list views that map no property (behaviour.md section 8).
    """

    def rank(family: AnyFamily) -> tuple[int, str]:
        return sum(prop.must_be_given for prop in family.view.properties), family.read

    return min((family for family in families if family.view.properties), key=rank, default=None)
