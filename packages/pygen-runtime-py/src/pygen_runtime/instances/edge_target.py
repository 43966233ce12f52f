"""What can stand in a write class where a connection by edges is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, Union

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as cs
from pygen_client.schema import EdgeId

from pygen_runtime.instances.ref import REFERENCE
from pygen_runtime.instances.relation import as_target, dump_target, is_pair, is_write

if TYPE_CHECKING:
    from pygen_runtime.instances.relation import NodeLike
    from pygen_runtime.instances.write import EdgeWrite, NodeWrite

    N = TypeVar("N", bound=NodeWrite)
    E = TypeVar("E", bound=EdgeWrite)

    WriteLinks: TypeAlias = Sequence[Union[N, E, NodeLike]]
    WriteLink: TypeAlias = Union[N, E, NodeLike]
    WriteEdges: TypeAlias = Sequence[E]
    WriteEdge: TypeAlias = E
else:

    class _EdgeTarget:
        """The names in ``WriteLinks["Product", "RelatesTo"]`` are never resolved: neighbours stay unloaded."""

        _takes_nodes: ClassVar[bool]
        _takes_several: ClassVar[bool]

        def __class_getitem__(cls, item: Any) -> type[_EdgeTarget]:
            return cls

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
            check, dump = (cls._several, _dump_several) if cls._takes_several else (cls._one, dump_target)
            one = cs.union_schema([cs.str_schema(), REFERENCE]) if cls._takes_nodes else cs.dict_schema()
            return cs.no_info_plain_validator_function(
                check,
                json_schema_input_schema=cs.list_schema(one) if cls._takes_several else one,
                serialization=cs.plain_serializer_function_ser_schema(dump, return_schema=cs.any_schema()),
            )

        @classmethod
        def _several(cls, value: Any) -> list[Any]:
            if is_pair(value) or isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
                raise PydanticCustomError("edges", "This connection takes several: give a list")
            return [cls._one(one) for one in value]

        @classmethod
        def _one(cls, value: Any) -> Any:
            if is_write(value) and value._id_class is EdgeId:
                return value
            if not cls._takes_nodes:
                raise PydanticCustomError(
                    "edge",
                    "The edges of this connection have properties that must be given: it takes write objects of edges",
                )
            return as_target(value)

    class WriteLinks(_EdgeTarget):
        """Edges of a connection: each a write object of the edge, or just the node at the other end."""

        _takes_nodes, _takes_several = True, True

    class WriteLink(_EdgeTarget):
        """The edge of a connection that has one at most: a write object of it, or just the node at the other end."""

        _takes_nodes, _takes_several = True, False

    class WriteEdges(_EdgeTarget):
        """Edges of a connection, as write objects."""

        _takes_nodes, _takes_several = False, True

    class WriteEdge(_EdgeTarget):
        """The edge of a connection that has one at most, as a write object."""

        _takes_nodes, _takes_several = False, False


def _dump_several(values: list[Any]) -> list[Any]:
    return [dump_target(value) for value in values]
