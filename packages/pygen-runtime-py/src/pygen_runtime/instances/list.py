"""Lists of instances."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from pygen_client.schema import InstanceId
from typing_extensions import Self

from pygen_runtime.frames import to_frame
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Instance

if TYPE_CHECKING:
    from pandas import DataFrame

T = TypeVar("T", bound=Instance)

_SHOWN_ROWS = 20


class InstanceList(builtins.list[T]):
    """Instances in the order in which the service gave them. A list, that also shows as a table.

    Attributes:
        next_cursor: Where the service goes on, if the list was cut at its limit; None if it is complete.
        typing: What the service says of each property, by attribute; None unless ``debug=True`` asked for it.
        notices: What the service remarks about the read; None unless ``debug=True`` asked for it.
    """

    next_cursor: str | None
    typing: Mapping[str, Any] | None = None
    notices: Sequence[Mapping[str, Any]] | None = None

    def __init__(self, items: Iterable[T] = (), next_cursor: str | None = None) -> None:
        super().__init__(items)
        self.next_cursor = next_cursor

    def ids(self) -> builtins.list[InstanceId]:
        """The identifier of each."""
        return [item.as_id() for item in self]

    def dump(self) -> builtins.list[dict[str, Any]]:
        """Each in the form of the service, as JSON-compatible data."""
        return [item.dump() for item in self]

    def to_pandas(self) -> DataFrame:
        """A table: one row an instance, one column for each attribute.

        Raises:
            PygenError: pandas is not installed.
        """
        rows = [item.__dict__ for item in self]
        return to_frame({name: [row.get(name) for row in rows] for name in self._attributes()})

    def _attributes(self) -> builtins.list[str]:
        names = dict.fromkeys(("space", "external_id"))
        for data_class in dict.fromkeys(type(item) for item in self):
            names |= dict.fromkeys(property_names(data_class))
        return [*names]

    @overload
    def __getitem__(self, index: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> T | Self:
        if isinstance(index, slice):
            return type(self)(super().__getitem__(index))
        return super().__getitem__(index)

    def __repr__(self) -> str:
        shown = ", ".join(item.external_id for item in super().__getitem__(slice(3)))
        more = ", ..." if len(self) > 3 else ""
        return f"<{type(self).__name__} of {self._count()}: [{shown}{more}]>"

    def _count(self) -> str:
        if self.next_cursor is None:
            return str(len(self))
        return f"first {len(self)}, more in the service; limit=None lists all"

    def _repr_html_(self) -> str:
        rows = super().__getitem__(slice(_SHOWN_ROWS))
        attributes = self._attributes()
        head = "".join(f"<th>{escape(name)}</th>" for name in attributes)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(row.__dict__.get(name))}</td>" for name in attributes) + "</tr>"
            for row in rows
        )
        hidden = f"<p>{len(self) - len(rows)} rows more in this list</p>" if len(self) > len(rows) else ""
        return (
            f"<p>{escape(type(self).__name__)}: {escape(self._count())}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{hidden}"
        )


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= 80 else text[:79] + "…")
