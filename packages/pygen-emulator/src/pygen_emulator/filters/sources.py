"""Views and containers as instances see them: which property is stored where, and under which rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_client.schema import (
    BtreeIndex,
    Container,
    ContainerId,
    ContainerProperty,
    MappedProperty,
    UniquenessConstraint,
    View,
    ViewId,
)

from pygen_emulator.errors import ApiError
from pygen_emulator.lookup import SchemaLookup
from pygen_emulator.storage.values import Converter, converter
from pygen_emulator.units.conversion import Conversion


@dataclass(frozen=True)
class StoredProperty:
    """One property of a source and the container property that holds it."""

    container: ContainerId
    identifier: str
    definition: ContainerProperty
    convert: Converter
    conversion: Conversion | None = None
    """How to show it in another unit than it is stored in, where the request wants that."""

    @property
    def is_float32(self) -> bool:
        return self.definition.type.type == "float32"


@dataclass(frozen=True)
class Source:
    """A view or a container."""

    id: ViewId | ContainerId
    containers: tuple[ContainerId, ...]
    properties: Mapping[str, StoredProperty]
    view: View | None = None

    def __str__(self) -> str:
        if isinstance(self.id, ViewId):
            return f"view '{view_name(self.id)}'"
        return f"container '{self.id}'"


def view_name(view: ViewId) -> str:
    """``space:externalId/version``, the way the service's messages name a view."""
    return f"{view.space}:{view.external_id}/{view.version}"


class Sources:
    """The sources of one request, each looked up once."""

    def __init__(self, catalog: SchemaLookup) -> None:
        self._catalog = catalog
        self._known: dict[ViewId | ContainerId, Source] = {}
        self._containers: dict[ContainerId, Container] = {}
        self._replaced = False

    def demand(self, ids: Iterable[ViewId | ContainerId]) -> None:
        """Look up all of these.

        Raises:
            ApiError: 400 that names every view, or else every container, that does not exist.
        """
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._known]
        views = {id_: self._catalog.view(id_) for id_ in wanted if isinstance(id_, ViewId)}
        missing = ", ".join(f"'{view_name(id_)}'" for id_, view in views.items() if view is None)
        if missing:
            raise ApiError(400, f"One or more views do not exist: {missing}")
        containers = [id_ for id_ in wanted if isinstance(id_, ContainerId)]
        missing = ", ".join(f"'{id_}'" for id_ in containers if self._catalog.container(id_) is None)
        if missing:
            raise ApiError(400, f"One or more containers do not exist: {missing}")
        self._known |= {view.as_id(): self._of_view(view) for view in views.values() if view is not None}
        self._known |= {id_: self._of_container(id_) for id_ in containers}

    def get(self, id_: ViewId | ContainerId) -> Source:
        """The source, looked up if it was not yet."""
        if id_ not in self._known:
            self.demand([id_])
        return self._known[id_]

    def replace(self, source: Source) -> None:
        """Let the request see a source in another form from now on: with properties in other units."""
        self._known[source.id] = source
        self._replaced = True

    def as_stored(self) -> Sources:
        """The same sources with every property in the unit it is stored in."""
        return Sources(self._catalog) if self._replaced else self

    def container(self, id_: ContainerId) -> Container:
        """The definition of a container that a source of this request maps."""
        if id_ not in self._containers:
            found = self._catalog.container(id_)
            if found is None:
                raise AssertionError(f"a view maps the container {id_}, which does not exist")
            self._containers[id_] = found
        return self._containers[id_]

    def is_indexed(self, container: ContainerId | None, identifier: str | None, *, in_order: bool = False) -> bool:
        """Whether an index over the instances of all spaces begins with this property of a container.

        Args:
            in_order: Whether it must keep texts in the order of their collation; uniqueness does not.
        """
        if container is None:
            return False
        definition = self.container(container)
        parts = (*definition.indexes.values(), *(() if in_order else definition.constraints.values()))
        return any(
            isinstance(part, BtreeIndex | UniquenessConstraint)
            and not part.by_space
            and part.properties[0] == identifier
            for part in parts
        )

    def _of_view(self, view: View) -> Source:
        properties = {
            name: self._stored(mapped.container, mapped.container_property_identifier)
            for name, mapped in view.properties.items()
            if isinstance(mapped, MappedProperty)
        }
        return Source(view.as_id(), tuple(view.mapped_containers), properties, view)

    def _of_container(self, id_: ContainerId) -> Source:
        names = self.container(id_).properties
        return Source(id_, (id_,), {name: self._stored(id_, name) for name in names})

    def _stored(self, container: ContainerId, identifier: str) -> StoredProperty:
        definition = self.container(container).properties[identifier]
        return StoredProperty(container, identifier, definition, converter(definition.type))
