"""Instances as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import ConfigDict, computed_field
from pydantic_core import from_json, to_json
from pygen_client.schema import EdgeId, InstanceId, NodeId

from pygen_runtime.errors import NotIncludedError
from pygen_runtime.instances.encode import encode_read
from pygen_runtime.instances.properties import DataClass
from pygen_runtime.instances.record import DataRecord, from_milliseconds
from pygen_runtime.properties import EdgeProperties, NodeProperties, give_properties

if TYPE_CHECKING:
    from typing_extensions import Self

    from pygen_runtime.instances.write import InstanceWrite

W = TypeVar("W", bound="InstanceWrite")

_NO_PROPERTIES: Mapping[str, Any] = MappingProxyType({})


class Instance(DataClass):
    """A node or an edge, seen through one view. Immutable; :meth:`as_write` gives the form that can be changed.

    Decoding writes an object's ``__dict__`` in one step, without the sets that pydantic keeps for each object, and
    holds the record as the plain numbers that the service sent. What pydantic expects is given when it asks.
    """

    model_config = ConfigDict(frozen=True)

    view_filter: ClassVar[Mapping[str, Any] | None] = None
    """What the view of this class shows, in the form of the service; None for all that has data in it. Not inherited by
    classes of other views."""

    space: str
    external_id: str

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        give_properties(cls)

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # pydantic documents this order
    @property
    def data_record(self) -> DataRecord:
        """Version and times, as the service keeps them."""
        raw = self.__dict__
        if raw.get("_version") is None:
            return DataRecord()
        deleted = raw.get("_deleted")
        return DataRecord(
            version=raw["_version"],
            created_time=from_milliseconds(raw["_created"]),
            last_updated_time=from_milliseconds(raw["_updated"]),
            deleted_time=None if deleted is None else from_milliseconds(deleted),
        )

    @property
    def other_properties(self) -> Mapping[str, Any]:
        """Properties that the view has gained since this class was generated, as JSON values."""
        return self.__dict__.get("_other") or _NO_PROPERTIES

    def as_id(self) -> InstanceId:
        """The identifier."""
        return self._id_class(self.space, self.external_id)

    def dump(self) -> dict[str, Any]:
        """The instance in the form of the service, as JSON-compatible data."""
        return encode_read(self)

    def dump_json(self) -> str:
        """The instance in the form of the service, as JSON text."""
        return to_json(self.dump()).decode()

    @classmethod
    def load(cls, data: Mapping[str, Any] | str | bytes) -> Self:
        """Make the object from one instance in the form of the service: decoded JSON, or JSON text.

        Raises:
            ValidationError: The data does not have that form, or lacks a property that is never null.
            ValueError: The text is not JSON.
        """
        from pygen_runtime.instances.decode import decoder_of  # noqa: PLC0415 - it builds on this module

        return decoder_of(cls).one(from_json(data) if isinstance(data, (str, bytes)) else data)

    def _as_write(self, write_class: type[W]) -> W:
        return write_class._from_read(self)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._content() == other._content()

    def _content(self) -> dict[str, Any]:
        # What has no value may be absent or None, depending on how the object was made. What a query included is no
        # part of the instance, and may lead back to it.
        outside = type(self).__class_vars__
        return {name: value for name, value in self.__dict__.items() if value is not None and name not in outside}

    def __hash__(self) -> int:
        return hash((self.space, self.external_id))

    def __str__(self) -> str:
        return repr(self)

    def __repr_args__(self) -> Any:
        for name in type(self).model_fields:
            value = self.__dict__.get(name)
            if value is not None:
                yield name, value

    _metadata_fields: ClassVar[frozenset[str]] = frozenset({"space", "external_id"})

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name == "__pydantic_fields_set__":
                # A property without value is absent from an answer (behaviour.md section 10).
                fields = type(self).model_fields
                return {key for key, value in self.__dict__.items() if value is not None and key in fields}
            if name in ("__pydantic_extra__", "__pydantic_private__"):
                return None
            if name in type(self).model_fields:
                raise NotIncludedError(
                    f"{type(self).__name__}.{name} of {self.space}:{self.external_id} was not read: add {name!r} to "
                    "the select(...) of the query"
                )
            return super().__getattr__(name)


class Node(Instance):
    """A node, seen through one view."""

    node_type: NodeId | None = None
    """The node that names the type of this one, if it has a type."""

    _metadata_fields: ClassVar[frozenset[str]] = frozenset({"space", "external_id", "node_type"})
    _id_class: ClassVar[type[NodeId] | type[EdgeId]] = NodeId

    class props(NodeProperties):  # noqa: N801 - it is written like an attribute
        """The properties of the view, for filters and sorts; generated classes fill this in."""

    class relations:  # noqa: N801 - it is written like an attribute
        """The relations of the view, for queries; generated classes fill this in."""

    if TYPE_CHECKING:

        def as_id(self) -> NodeId: ...


class Edge(Instance):
    """An edge with its properties, seen through one view."""

    edge_type: NodeId
    """The node that names the type of this edge."""
    start_node: NodeId
    end_node: NodeId

    _metadata_fields: ClassVar[frozenset[str]] = frozenset(
        {"space", "external_id", "edge_type", "start_node", "end_node"}
    )
    _id_class: ClassVar[type[NodeId] | type[EdgeId]] = EdgeId

    class props(EdgeProperties):  # noqa: N801 - it is written like an attribute
        """The properties of the view, for filters and sorts; generated classes fill this in."""

    class relations:  # noqa: N801 - it is written like an attribute
        """The relations of the view, for queries; generated classes fill this in."""

    if TYPE_CHECKING:

        def as_id(self) -> EdgeId: ...
