"""The types that a property can have, discriminated by ``type`` on the wire."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Union, get_args

from pydantic import Discriminator, Field, Tag

from pygen_client.schema._base import SchemaModel
from pygen_client.schema.ids import ContainerId, ViewId


class _PropertyType(SchemaModel):
    _constants: ClassVar[tuple[str, ...]] = ("type",)

    is_list: bool = Field(default=False, validation_alias="list", serialization_alias="list")
    """Whether a value is a list. Lists keep order; ``[]`` is a value of its own, distinct from null."""
    max_list_size: int | None = None
    """Largest number of elements; 1,000 where it is not set (100 for direct relations)."""


class TextType(_PropertyType):
    """Text, at most 128,000 bytes of UTF-8."""

    type: Literal["text"] = "text"
    collation: str | None = None
    """Sort order of the text; ``ucs_basic`` where it is not set."""
    max_text_size: int | None = None
    """Largest size in bytes of UTF-8."""


class BooleanType(_PropertyType):
    type: Literal["boolean"] = "boolean"


class Int32Type(_PropertyType):
    type: Literal["int32"] = "int32"


class Int64Type(_PropertyType):
    type: Literal["int64"] = "int64"


class UnitReference(SchemaModel):
    """The unit of a numeric property, by its id in the unit catalogue, e.g. ``temperature:deg_c``."""

    external_id: str
    source_unit: str | None = None


class Float32Type(_PropertyType):
    type: Literal["float32"] = "float32"
    unit: UnitReference | None = None


class Float64Type(_PropertyType):
    type: Literal["float64"] = "float64"
    unit: UnitReference | None = None


class TimestampType(_PropertyType):
    """A point in time with milliseconds."""

    type: Literal["timestamp"] = "timestamp"


class DateType(_PropertyType):
    type: Literal["date"] = "date"


class JsonType(_PropertyType):
    """A JSON object."""

    type: Literal["json"] = "json"


class TimeSeriesType(_PropertyType):
    """External id of a time series."""

    type: Literal["timeseries"] = "timeseries"


class FileType(_PropertyType):
    """External id of a file."""

    type: Literal["file"] = "file"


class SequenceType(_PropertyType):
    """External id of a sequence."""

    type: Literal["sequence"] = "sequence"


class DirectRelationType(_PropertyType):
    """A reference to a node."""

    type: Literal["direct"] = "direct"
    container: ContainerId | None = None
    """The container in which the target must have data."""
    source: ViewId | None = None
    """The view through which the target is meant to be read. In answers only: writes put it on the view's property."""


class EnumValue(SchemaModel):
    name: str | None = None
    description: str | None = None


class EnumType(_PropertyType):
    """One of up to 32 named values."""

    type: Literal["enum"] = "enum"
    values: dict[str, EnumValue]
    unknown_value: str | None = None
    """The value that a reader shows in place of one it does not know. It can never be written."""


class UnknownType(_PropertyType):
    """A type that this version of the client does not know; everything it says is kept."""

    _constants: ClassVar[tuple[str, ...]] = ()

    type: str


PrimitiveType = Union[
    TextType,
    BooleanType,
    Int32Type,
    Int64Type,
    Float32Type,
    Float64Type,
    TimestampType,
    DateType,
    JsonType,
    TimeSeriesType,
    FileType,
    SequenceType,
]
"""Types whose value is a plain JSON value."""

_KNOWN: dict[str, type[_PropertyType]] = {
    cls.model_fields["type"].default: cls for cls in (*get_args(PrimitiveType), DirectRelationType, EnumType)
}


def _tag(value: Any) -> str:
    name = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return name if isinstance(name, str) and name in _KNOWN else "unknown"


PropertyType = Annotated[
    Union[
        Annotated[TextType, Tag("text")],
        Annotated[BooleanType, Tag("boolean")],
        Annotated[Int32Type, Tag("int32")],
        Annotated[Int64Type, Tag("int64")],
        Annotated[Float32Type, Tag("float32")],
        Annotated[Float64Type, Tag("float64")],
        Annotated[TimestampType, Tag("timestamp")],
        Annotated[DateType, Tag("date")],
        Annotated[JsonType, Tag("json")],
        Annotated[TimeSeriesType, Tag("timeseries")],
        Annotated[FileType, Tag("file")],
        Annotated[SequenceType, Tag("sequence")],
        Annotated[DirectRelationType, Tag("direct")],
        Annotated[EnumType, Tag("enum")],
        Annotated[UnknownType, Tag("unknown")],
    ],
    Discriminator(_tag),
]
"""The type of a property, by its ``type``; one that is not known becomes :class:`UnknownType`."""
