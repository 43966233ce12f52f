"""References to other instances: the id always, the object only if the read included it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as cs
from pygen_client.schema import NodeId

from pygen_runtime.errors import NotIncludedError

T_co = TypeVar("T_co", covariant=True)


REFERENCE = cs.typed_dict_schema(
    {"space": cs.typed_dict_field(cs.str_schema()), "externalId": cs.typed_dict_field(cs.str_schema())}
)
"""A node in JSON, for the JSON Schema of data classes."""


class Absent:
    """Stands for a node that a query looked for and did not find."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Ref(Generic[T_co]):
    """A reference to a node. Equal to another reference to the same node, whatever was included.

    It is opaque on purpose: models nested in models would make pydantic walk the whole graph of a data model.
    """

    __slots__ = ("_value", "external_id", "space")

    space: str
    external_id: str
    _origin: ClassVar[str] = ""
    _value: T_co

    def __init__(self, space: str, external_id: str) -> None:
        self.space = space
        self.external_id = external_id

    def __reduce__(self) -> tuple[Any, ...]:
        # The classes of relations have no names by which they could be found again.
        value = (None, {"_value": self._value}) if hasattr(self, "_value") else None
        return _anew, (self._origin, self.space, self.external_id), value

    if not TYPE_CHECKING:
        # So that pydantic never resolves the name in Ref["Name"], and neighbours need not be imported.
        def __class_getitem__(cls, item: Any) -> type[Ref]:
            return cls

    @property
    def id(self) -> NodeId:
        """Identifier of the node."""
        return NodeId(self.space, self.external_id)

    def as_id(self) -> NodeId:
        """The same, as a node gives it."""
        return self.id

    @property
    def is_included(self) -> bool:
        """Whether the node itself is there: a query included it and found it in the target's view."""
        return hasattr(self, "_value") and not isinstance(self._value, Absent)

    @property
    def value(self) -> T_co:
        """The node itself.

        Raises:
            NotIncludedError: The read did not include it, and the message names the include to add; or it was looked
                for and not found.
        """
        try:
            value = self._value
        except AttributeError:
            pass
        else:
            if isinstance(value, Absent):
                raise NotIncludedError(f"Node {self.id} was not found: {value.reason}")
            return value
        include = f"add include({self._origin}) to the query, or " if self._origin else ""
        raise NotIncludedError(f"Node {self.id} was not included: {include}retrieve it by .id")

    if not TYPE_CHECKING:
        # Type checkers find it by themselves.
        def __getattr__(self, name: str) -> Any:
            hint = ""
            if not name.startswith("_"):
                included = f", once include({self._origin}) reads it along" if self._origin else ""
                hint = f": the node that it leads to is .value{included}"
            raise AttributeError(f"A reference has no attribute {name!r}{hint}", name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ref):
            return self.space == other.space and self.external_id == other.external_id
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.space, self.external_id))

    def __repr__(self) -> str:
        return f"Ref({self.space!r}, {self.external_id!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        return cs.no_info_plain_validator_function(
            _as_ref,
            json_schema_input_schema=REFERENCE,
            serialization=cs.plain_serializer_function_ser_schema(_dump, return_schema=REFERENCE),
        )


class RefFrom:
    """Makes the references of one field straight from JSON, with no call into Python.

    Args:
        origin: The relation, as ``Product.relations.category``, for the message of what was not included.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        fields = [
            cs.dataclass_field("space", cs.str_schema()),
            cs.dataclass_field("external_id", cs.str_schema(), validation_alias="externalId"),
        ]
        return cs.dataclass_schema(
            _class_of(self._origin), cs.dataclass_args_schema("Ref", fields), ["space", "external_id"], slots=True
        )


@cache
def _class_of(origin: str) -> type[Ref[Any]]:
    """The class of the references of one relation: what all of them lead from is said once, not in each of them."""
    return type("Ref", (Ref,), {"__slots__": (), "__module__": __name__, "_origin": origin}) if origin else Ref


def _anew(origin: str, space: str, external_id: str) -> Ref[Any]:
    return _class_of(origin)(space, external_id)


def _as_ref(value: Any) -> Ref[Any]:
    match value:
        case Ref():
            return value
        case NodeId(space=space, external_id=external_id):
            return Ref(space, external_id)
        case (str() as space, str() as external_id):
            return Ref(space, external_id)
        case Mapping() if value.keys() == {"space", "externalId"}:
            return Ref(value["space"], value["externalId"])
    raise PydanticCustomError("reference", "A reference is a Ref, a NodeId or a (space, external_id) pair")


def _dump(value: Ref[Any]) -> dict[str, Any]:
    return value.id.dump()
