"""One change between two schemas, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pygen_client.schema import ContainerId, DataModelId, ViewId


class Breaks(Enum):
    """What of a program that was written against the old schema a change breaks."""

    READS = "reads"
    """Code that reads, filters or sorts does not pass a type checker any more."""
    WRITES = "writes"
    """Code that writes does not pass a type checker any more."""
    BEHAVIOUR = "behaviour"
    """Code passes, and gets, stores or is refused something else than before."""


class Impact(Enum):
    """How much a change matters, the most first."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    COSMETIC = "cosmetic"
    """Only texts differ."""


class ChangeKind(Enum):
    """What kind of change it is. The values are part of the interface of ``pygen diff --json``."""

    MODEL_ADDED = "model-added"
    MODEL_REMOVED = "model-removed"
    MODEL_VERSION = "model-version"
    MODEL_TEXT = "model-text"
    VIEW_ADDED = "view-added"
    VIEW_REMOVED = "view-removed"
    VIEW_VERSION = "view-version"
    VIEW_RENAMED = "view-renamed"
    VIEW_IMPLEMENTS = "view-implements"
    VIEW_FILTER = "view-filter"
    VIEW_USED_FOR = "view-used-for"
    VIEW_WRITABLE = "view-writable"
    VIEW_QUERYABLE = "view-queryable"
    VIEW_TEXT = "view-text"
    PROPERTY_ADDED = "property-added"
    PROPERTY_REMOVED = "property-removed"
    PROPERTY_RENAMED = "property-renamed"
    PROPERTY_KIND = "property-kind"
    PROPERTY_TYPE = "property-type"
    PROPERTY_LIST = "property-list"
    PROPERTY_NULLABLE = "property-nullable"
    PROPERTY_ABSENT = "property-absent"
    PROPERTY_DEFAULT = "property-default"
    PROPERTY_IMMUTABLE = "property-immutable"
    PROPERTY_AUTO_INCREMENT = "property-auto-increment"
    PROPERTY_UNIT = "property-unit"
    PROPERTY_SIZE = "property-size"
    PROPERTY_STORAGE = "property-storage"
    PROPERTY_DETAIL = "property-detail"
    PROPERTY_TEXT = "property-text"
    ENUM_VALUE_ADDED = "enum-value-added"
    ENUM_VALUE_REMOVED = "enum-value-removed"
    TARGET = "target"
    EDGE_TYPE = "edge-type"
    EDGE_DIRECTION = "edge-direction"
    EDGE_VIEW = "edge-view"
    EDGE_WRITES = "edge-writes"
    REVERSE_THROUGH = "reverse-through"
    CONTAINER_CONSTRAINT = "container-constraint"
    CONTAINER_INDEX = "container-index"
    SYMBOL_RENAMED = "symbol-renamed"
    SYMBOL_REMOVED = "symbol-removed"
    BASE_LOST = "base-lost"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name in a generated SDK, as a program writes it, such as ``ProductNode.price``."""

    language: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two schemas."""

    kind: ChangeKind
    place: str
    """``space:View(version).property``, ``space:View(version)``, ``space:Model(version)`` or ``space:Container``; as it
    was before, or as it is now where it is new."""
    message: str
    view: ViewId | DataModelId | ContainerId
    """The view, data model or container that is concerned; as it was before, if there was one."""
    property_name: str | None = None
    breaks: frozenset[Breaks] = frozenset()
    is_cosmetic: bool = False
    symbols: tuple[Symbol, ...] = ()
    """What it touches in the SDK of each language: old names, or new ones where the change adds something."""
    inherited_from: ViewId | None = None
    """The view that has the same change and that this one has the property from."""

    @property
    def impact(self) -> Impact:
        if self.breaks:
            return Impact.BREAKING
        return Impact.COSMETIC if self.is_cosmetic else Impact.COMPATIBLE

    def __str__(self) -> str:
        broken = f" ({', '.join(side.value for side in Breaks if side in self.breaks)})" if self.breaks else ""
        return f"{self.impact.value}{broken} {self.kind.value} {self.place}: {self.message}"
