"""Everything: view shop_model:Everything(v1), with a property of every type."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pygen_runtime.codegen import (
    BooleanListProperty,
    BooleanProperty,
    Date,
    DateListProperty,
    DateProperty,
    EnumProperty,
    ExternalId,
    Float32,
    Float64,
    FloatListProperty,
    FloatProperty,
    InstanceList,
    Int32,
    Int64,
    IntListProperty,
    IntProperty,
    JsonListProperty,
    JsonObject,
    JsonProperty,
    Node,
    NodeWrite,
    Ref,
    ReferenceProperty,
    RelationListProperty,
    RelationProperty,
    RelationTarget,
    Text,
    TextListProperty,
    TextProperty,
    Timestamp,
    TimestampListProperty,
    TimestampProperty,
    ViewId,
    prop,
)


class Everything(Node):
    """A node with a property of every type."""

    view_id: ClassVar = ViewId("shop_model", "Everything", "v1")

    at: datetime | None = None
    data: dict[str, Any] | None = None
    day: date | None = None
    days: list[date] | None = None
    file: str | None = None
    flag: bool | None = None
    flags: list[bool] | None = None
    float32: float | None = None
    float64: float | None = None
    floats: list[float] | None = None
    int32: int | None = None
    int64: int | None = None
    ints: list[int] | None = None
    objects: list[dict[str, Any]] | None = None
    other: Ref["Node"] | None = None
    others: list[Ref["Node"]] | None = None
    sequence: str | None = None
    serial: int
    series: str | None = None
    state: Literal["on", "off"] | str | None = None
    text: str | None = None
    texts: list[str] | None = None
    times: list[datetime] | None = None

    class props(Node.props):  # noqa: N801 - it is written like an attribute
        at = TimestampProperty("at")
        data = JsonProperty("data")
        day = DateProperty("day")
        days = DateListProperty("days")
        file = ReferenceProperty("file")
        flag = BooleanProperty("flag")
        flags = BooleanListProperty("flags")
        float32 = FloatProperty("float32")
        float64 = FloatProperty("float64")
        floats = FloatListProperty("floats")
        int32 = IntProperty("int32")
        int64 = IntProperty("int64")
        ints = IntListProperty("ints")
        objects = JsonListProperty("objects")
        other = RelationProperty["Node"]("other", None)
        others = RelationListProperty["Node"]("others", None)
        sequence = ReferenceProperty("sequence")
        serial = IntProperty("serial")
        series = ReferenceProperty("series")
        state = EnumProperty[Literal["on", "off"]]("state")
        text = TextProperty("text")
        texts = TextListProperty("texts")
        times = TimestampListProperty("times")

    def as_write(self) -> "EverythingWrite":
        """This node in the form that is written, guarded by the version that was read."""
        return self._as_write(EverythingWrite)


class EverythingWrite(NodeWrite):
    """A node with a property of every type, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Everything", "v1")

    at: Timestamp | None = None
    data: JsonObject | None = None
    day: Date | None = None
    days: list[Date] | None = None
    file: ExternalId | None = None
    flag: bool | None = None
    flags: list[bool] | None = None
    float32: Float32 | None = None
    float64: Float64 | None = None
    floats: list[Float64] | None = None
    int32: Int32 | None = None
    int64: Int64 | None = None
    ints: list[Int64] | None = None
    objects: list[JsonObject] | None = None
    other: RelationTarget["NodeWrite"] | None = None
    others: list[RelationTarget["NodeWrite"]] | None = None
    sequence: ExternalId | None = None
    serial: Annotated[Int64 | None, prop(nullable=False)] = None
    series: ExternalId | None = None
    state: Literal["on", "off"] | None = None
    text: Text | None = None
    texts: list[Text] | None = None
    times: list[Timestamp] | None = None


class EverythingList(InstanceList[Everything]):
    """A list of Everything that also shows as a table."""
