"""What can stand where a relation is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, Union

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as cs
from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, InstanceId, NodeId

from pygen_runtime.instances.edge_id import edge_external_id
from pygen_runtime.instances.properties import DataClass
from pygen_runtime.instances.read import Edge, Instance, Node
from pygen_runtime.instances.ref import REFERENCE, Ref

if TYPE_CHECKING:
    from pygen_runtime.instances.write import NodeWrite

    W = TypeVar("W", bound=NodeWrite)

NodeLike: TypeAlias = Union[str, tuple[str, str], NodeId, Node, Ref[Any]]
"""A node by its id: text (in the default instance space), ``(space, external_id)``, an id, a read object or a Ref."""

NO_SPACE = (
    "{what} has no space: give the client a default instance space (default_instance_space=...), or name the space: "
    "{example}"
)

if TYPE_CHECKING:
    RelationTarget: TypeAlias = Union[W, NodeLike]
else:

    class RelationTarget:
        """The other end of a relation: a write object, which is written along, or a node by its id."""

        def __class_getitem__(cls, item: Any) -> type[RelationTarget]:
            return cls

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
            return cs.no_info_plain_validator_function(
                as_target,
                json_schema_input_schema=cs.union_schema([cs.str_schema(), REFERENCE]),
                serialization=cs.plain_serializer_function_ser_schema(dump_target, return_schema=cs.any_schema()),
            )


def as_target(value: Any) -> Any:
    """A write object or text as it is, everything else as a NodeId.

    Raises:
        PydanticCustomError: It is none of these.
    """
    if is_write(value) and value._id_class is NodeId:
        return value
    match value:
        case str() | NodeId():
            if value != "":
                return value
        case Node() | Ref():
            return value.as_id() if isinstance(value, Node) else value.id
        case (str() as space, str() as external_id):
            return NodeId(space, external_id)
        case Mapping() if value.keys() == {"space", "externalId"}:
            return NodeId(value["space"], value["externalId"])
    raise PydanticCustomError(
        "relation",
        "A relation takes a write object of a node, or a node by its id: NodeId, (space, external_id), text, "
        "a node that was read, or a Ref",
    )


def dump_target(value: Any) -> Any:
    """An id in the form of the service, everything else as it is."""
    return value.dump() if isinstance(value, InstanceId) else value


def node_id(value: Any, default_space: str | None) -> NodeId:
    """The id of a node that was given in any form.

    Raises:
        PygenValidationError: Text without a default instance space, or something that names no node.
    """
    if type(value) is NodeId:
        return value
    found = instance_id(value, default_space)
    if not isinstance(found, NodeId):
        raise PygenValidationError(f"{found!r} is an edge, but a node is needed here")
    return found


def instance_id(value: Any, default_space: str | None) -> NodeId | EdgeId:
    """The id of an instance that was given in any form; text and pairs name nodes.

    Raises:
        PygenValidationError: Text without a default instance space, or something that names no instance.
    """
    match value:
        case NodeId() | EdgeId():
            return value
        case str():
            return NodeId(_space(default_space, f"The id {value!r}", f'("my_space", {value!r})'), value)
        case (str() as space, str() as external_id):
            return NodeId(space, external_id)
        case Ref():
            return value.id
        case Node() | Edge():
            return value.as_id()
    if is_write(value):
        return write_id(value, default_space)
    raise PygenValidationError(
        f"{value!r} does not name an instance: use text, (space, external_id), NodeId, EdgeId or an object"
    )


def write_id(value: Any, default_space: str | None) -> NodeId | EdgeId:
    """The id of a write object. A node that names no space is in the default one, an edge where it starts."""
    if value._id_class is EdgeId:
        if value.space and value.external_id:
            return EdgeId(value.space, value.external_id)
        return edge_id(edge_ends(value, default_space), value.space, value.external_id)
    if value.space:
        return NodeId(value.space, value.external_id)
    what = f"{type(value).__name__} {value.external_id!r}"
    return NodeId(_space(default_space, what, f"{type(value).__name__}(space=...)"), value.external_id)


@dataclass(frozen=True, slots=True)
class Ends:
    """What makes an edge: its type and the nodes that it connects."""

    type: NodeId
    start: NodeId
    end: NodeId


def edge_ends(value: Any, default_space: str | None) -> Ends:
    """The ends and the type of an edge that stands by itself.

    Raises:
        PygenValidationError: One of them was not given.
    """
    given = {name: getattr(value, name) for name in ("edge_type", "start_node", "end_node")}
    missing = [name for name, target in given.items() if target is None]
    if missing:
        raise PygenValidationError(
            f"{type(value).__name__} has no {' and no '.join(missing)}: give it, or write the edge in the connection "
            "of a node, which knows it"
        )
    return Ends(*(node_id(target, default_space) for target in given.values()))


def edge_id(ends: Ends, space: str | None = None, external_id: str | None = None) -> EdgeId:
    """The id of an edge: in the space of its start and made from its ends and type, but for what was given."""
    space = space or ends.start.space
    return EdgeId(space, external_id or edge_external_id(ends.start, ends.type, ends.end, space))


def is_pair(value: Any) -> bool:
    """Whether this is one id, given as space and external id, and not a sequence of ids."""
    return isinstance(value, tuple) and [type(part) for part in value] == [str, str]


def is_write(value: Any) -> bool:
    """Whether this is a write object: a data class that is not the read form."""
    return isinstance(value, DataClass) and not isinstance(value, Instance)


def _space(default: str | None, what: str, example: str) -> str:
    if default is None:
        raise PygenValidationError(NO_SPACE.format(what=what, example=example))
    return default
