"""Instances as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError
from pygen_client.schema import EdgeId, InstanceId, NodeId
from typing_extensions import Self

from pygen_runtime.instances.properties import DataClass
from pygen_runtime.instances.read import Instance
from pygen_runtime.instances.ref import Ref
from pygen_runtime.instances.relation import RelationTarget, write_id
from pygen_runtime.instances.values import ExternalId
from pygen_runtime.spelling import did_you_mean

Version = Annotated[int, Field(ge=0)]


class InstanceWrite(DataClass):
    """A node or an edge as it is written. Every value is checked when it is given, also by assignment.

    Only what was set is sent: what stays unset is left alone, None clears a property.
    """

    model_config = ConfigDict(validate_assignment=True)

    space: str | None = None
    """If it stays unset: the default instance space of the client for a node, the space of its start for an edge."""
    existing_version: Version | None = None
    """The write is refused if the stored version is newer; 0 refuses any stored one; None overwrites."""

    _metadata_fields: ClassVar[frozenset[str]] = frozenset({"space", "external_id", "existing_version"})

    def as_id(self) -> InstanceId:
        """The identifier.

        Raises:
            PygenValidationError: The object names no space; only the client knows the default one. Or an edge has no
                type, start or end; only the node knows it in whose connection it is written.
        """
        return write_id(self, None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some values changed; they are checked as if they had been assigned."""
        copy = super().model_copy(deep=deep)
        for name, value in (update or {}).items():
            setattr(copy, name, value)
        return copy

    def __repr_args__(self) -> Any:
        for name in type(self).model_fields:
            if name in self.model_fields_set:
                yield name, getattr(self, name)

    @classmethod
    def _from_read(cls, instance: Instance) -> Self:
        # Values that the service gave need no check, and must pass where the class is stricter: an enum value that the
        # model has gained is written back as it is.
        known = type(instance).model_fields
        values = {
            name: _as_written(value)
            for name, value in instance.__dict__.items()
            if value is not None and name in cls.model_fields and name in known
        }
        version = instance.__dict__.get("_version")
        if version is not None:
            values["existing_version"] = version
        return cls.model_construct(_fields_set=set(values), **values)

    if not TYPE_CHECKING:

        def __init__(self, /, **values: Any) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                raise _with_nearest_names(error, type(self)) from None

        def __setattr__(self, name: str, value: Any) -> None:
            try:
                super().__setattr__(name, value)
            except ValidationError as error:
                raise _with_nearest_names(error, type(self)) from None


class NodeWrite(InstanceWrite):
    """A node as it is written."""

    external_id: ExternalId
    node_type: RelationTarget[NodeWrite] | None = None
    """The node that names the type of this one."""

    _metadata_fields: ClassVar[frozenset[str]] = InstanceWrite._metadata_fields | {"node_type"}
    _id_class: ClassVar[type[NodeId] | type[EdgeId]] = NodeId


class EdgeWrite(InstanceWrite):
    """An edge as it is written.

    In the connection of a node the type of the edge and its end at that node are known, and need not be given.
    """

    external_id: ExternalId | None = None
    """Made from the ends and the type, if it stays unset, so that the same edge is always the same."""
    edge_type: RelationTarget[NodeWrite] | None = None
    """The node that names the type of this edge."""
    start_node: RelationTarget[NodeWrite] | None = None
    end_node: RelationTarget[NodeWrite] | None = None

    _metadata_fields: ClassVar[frozenset[str]] = InstanceWrite._metadata_fields | {
        "edge_type",
        "start_node",
        "end_node",
    }
    _id_class: ClassVar[type[NodeId] | type[EdgeId]] = EdgeId


def _as_written(value: Any) -> Any:
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, list):
        return [_as_written(one) for one in value]
    return value


def _with_nearest_names(error: ValidationError, write_class: type[InstanceWrite]) -> ValidationError:
    """The same error, with the nearest right name for each misspelt field."""
    details = error.errors(include_url=False)
    if not any(one["type"] in _MISSPELT for one in details):
        return error
    lines = []
    for one in details:
        message = one["msg"]
        if one["type"] in _MISSPELT:
            name = str(one["loc"][-1])
            message = f"{write_class.__name__} has no field {name!r}{did_you_mean(name, write_class.model_fields)}"
        # A message without context is taken as it is, braces included.
        kind = PydanticCustomError(cast(Any, one["type"]), cast(Any, message))
        lines.append(InitErrorDetails(type=kind, loc=one["loc"], input=one["input"]))
    return ValidationError.from_exception_data(error.title, lines)


_MISSPELT = ("extra_forbidden", "no_such_attribute")
