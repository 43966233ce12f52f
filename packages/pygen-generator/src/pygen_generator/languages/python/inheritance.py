"""Which Python classes inherit from which: along ``implements``, wherever that is sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Union

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.names import Names
from pygen_generator.languages.targets import Targets
from pygen_generator.model.types import EnumType, RelationType, ValueType
from pygen_generator.model.view import Connection, EdgeConnection, Kind, Model, Property, View

Find = Callable[[Union[ViewId, None]], Union[ClassKey, None]]


class Fit(Enum):
    """How a property of a class stands to the same property of a base."""

    SAME = "same"
    NARROWED = "narrowed"
    """A relation to a subclass of what the base's relation points to."""
    CLASH = "clash"


@dataclass(frozen=True)
class Inheritance(Targets):
    """The bases of every class of an SDK, in order, and why others were dropped."""

    bases: Mapping[ClassKey, tuple[ClassKey, ...]]
    orders: Mapping[ClassKey, Sequence[ClassKey]]
    """Each class and all it inherits from, as Python orders them."""
    issues: tuple[Issue, ...] = ()

    def is_subclass(self, key: ClassKey, of: ClassKey) -> bool:
        return of in self.orders[key]

    def read_fit(self, prop: Property, base: Property) -> Fit:
        """How a property that is read stands to that of a base."""
        if prop.absent != base.absent:
            return Fit.CLASH
        return self._fit(prop, base, self.target)

    def write_fit(self, prop: Property, base: Property) -> Fit:
        """How a property that is written stands to that of a base."""
        return self._fit(prop, base, self.write_target)

    def _fit(self, prop: Property, base: Property, find: Find) -> Fit:
        if (prop.is_list, prop.nullable, prop.auto_increment) != (base.is_list, base.nullable, base.auto_increment):
            return Fit.CLASH
        if not (isinstance(prop.type, RelationType) and isinstance(base.type, RelationType)):
            return Fit.SAME if _shape(prop.type) == _shape(base.type) else Fit.CLASH
        return self._narrows(find(prop.type.target), find(base.type.target))

    def connection_fit(self, connection: Connection, base: Connection) -> Fit:
        """How the attribute of a connection stands to that of a base."""
        if (type(connection), connection.single) != (type(base), base.single):
            return Fit.CLASH
        fits = {self._narrows(self.target(connection.target), self.target(base.target))}
        if isinstance(connection, EdgeConnection) and isinstance(base, EdgeConnection):
            fits.add(self._narrows(self.edges(connection.edge_view), self.edges(base.edge_view)))
        return _widest(fits)

    def edge_writing_fit(self, connection: Connection, base: Connection) -> Fit:
        """How what can be given for a connection stands to that of a base."""
        own, other = self.edge_writing(connection), self.edge_writing(base)
        if other is None:
            return Fit.SAME
        if own is None or (own.takes_nodes, own.single) != (other.takes_nodes, other.single):
            return Fit.CLASH
        return _widest({self._narrows(own.node, other.node), self._narrows(own.edge, other.edge)})

    def _narrows(self, target: ClassKey | None, of: ClassKey | None) -> Fit:
        if target == of:
            return Fit.SAME
        is_narrower = of is None or (target is not None and self.is_subclass(target, of))
        return Fit.NARROWED if is_narrower else Fit.CLASH


def inherit(model: Model, names: Names) -> Inheritance:
    """Find the bases of every class.

    A parent becomes a base if it is part of the SDK, for the same kind of instances, and if its properties are all
    there under the same attributes with fitting types; a class without write class has no base with one. Parents that
    other bases bring along are not repeated. Where Python finds no order for the bases, the last ones are dropped.
    """
    refused: dict[tuple[ClassKey, ClassKey], str] = {}
    views = {key: family.view for key, family in names.families.items()}
    # Types fit only as long as the classes they name inherit from each other, so a refusal can bring about others.
    while True:
        found = Inheritance(views, *_bases(model, names, refused))
        more = {
            (key, base): reason
            for key, bases in found.bases.items()
            for base in bases
            if (reason := _clash(views[key], views[base], key[1], names, found)) is not None
        }
        if not more:
            break
        refused |= more
    issues = tuple(
        Issue(
            Severity.INFO,
            "base-dropped",
            place(key[0]),
            f"The Python class cannot inherit from that of {base[0]}: {reason}.",
            "It is generated with all properties of its own.",
        )
        for (key, base), reason in sorted(refused.items(), key=lambda item: (item[0][0][0], item[0][1][0]))
    )
    return replace(found, issues=issues)


def _bases(
    model: Model, names: Names, refused: dict[tuple[ClassKey, ClassKey], str]
) -> tuple[dict[ClassKey, tuple[ClassKey, ...]], dict[ClassKey, list[ClassKey]]]:
    bases: dict[ClassKey, tuple[ClassKey, ...]] = {}
    orders: dict[ClassKey, list[ClassKey]] = {}
    for view in model.parents_first():
        for kind in view.kinds:
            key = view.id, kind
            wanted = [(parent.id, kind) for parent in model.parents(view)]
            wanted = [base for base in wanted if base in names.families and (key, base) not in refused]
            wanted = [base for base in wanted if not any(base in orders[other][1:] for other in wanted)]
            while (order := linearise(wanted, orders)) is None:
                refused[key, wanted.pop()] = "Python finds no order for its bases"
            bases[key] = tuple(wanted)
            orders[key] = [key, *order]
    return bases, orders


def linearise(bases: Sequence[ClassKey], orders: Mapping[ClassKey, Sequence[ClassKey]]) -> list[ClassKey] | None:
    """Python's method resolution order (C3) behind a class with these bases; None if there is none."""
    rows = [list(orders[base]) for base in bases] + [list(bases)]
    result: list[ClassKey] = []
    while rows := [row for row in rows if row]:
        head = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if head is None:
            return None
        result.append(head)
        rows = [row[1:] if row[0] == head else row for row in rows]
    return result


def _clash(view: View, base: View, kind: Kind, names: Names, found: Inheritance) -> str | None:
    if base.writable and not view.writable:
        return "it cannot be written, the other can"
    own = {prop.name: prop for prop in view.properties}
    attributes, base_attributes = names.members[view.id], names.members[base.id]
    for prop in base.properties:
        if prop.name not in own:
            return f"it has no property {prop.name}"
        if attributes[prop.name] != base_attributes[prop.name]:
            return f"property {prop.name} has another attribute there"
        if Fit.CLASH in (found.read_fit(own[prop.name], prop), found.write_fit(own[prop.name], prop)):
            return f"property {prop.name} has another type there"
    return _connection_clash(view, base, names, found) if kind is Kind.NODE else None


def _connection_clash(view: View, base: View, names: Names, found: Inheritance) -> str | None:
    own = {connection.name: connection for connection in view.connections}
    attributes, base_attributes = names.members[view.id], names.members[base.id]
    for connection in base.connections:
        if connection.name not in own:
            return f"it has no connection {connection.name}"
        if attributes[connection.name] != base_attributes[connection.name]:
            return f"connection {connection.name} has another attribute there"
        if found.connection_fit(own[connection.name], connection) is Fit.CLASH:
            return f"connection {connection.name} leads to something else there"
        if view.writable and found.edge_writing_fit(own[connection.name], connection) is Fit.CLASH:
            return f"edges of connection {connection.name} are written otherwise there"
    return None


def _widest(fits: set[Fit]) -> Fit:
    return next(fit for fit in (Fit.CLASH, Fit.NARROWED, Fit.SAME) if fit in fits)


def _shape(value_type: ValueType) -> object:
    if isinstance(value_type, EnumType):
        return value_type.ids
    return None if isinstance(value_type, RelationType) else value_type.scalar
