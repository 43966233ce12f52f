"""Lists of instances."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, get_args, overload

from pydantic_core import from_json, to_json
from pygen_client import PygenError
from pygen_client.schema import InstanceId
from typing_extensions import Self

from pygen_runtime.frames import Column, to_arrow, to_pandas, to_polars
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Instance
from pygen_runtime.instances.table import columns_of

if TYPE_CHECKING:
    from pandas import DataFrame
    from polars import DataFrame as PolarsFrame
    from pyarrow import Table

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

    def dump_json(self) -> str:
        """A JSON array of all, each in the form of the service."""
        return to_json(self.dump()).decode()

    @classmethod
    def load(cls, data: Iterable[Mapping[str, Any]] | str | bytes) -> Self:
        """Make the list from instances in the form of the service: decoded JSON, or the text of a JSON array.

        Raises:
            PygenError: The class does not say of what it is a list, as generated ones do.
            ValidationError: An instance does not have that form, or lacks a property that is never null.
            ValueError: The text is not JSON.
        """
        item_class: type[Any] | None = _item_class(cls)
        if item_class is None:
            raise PygenError(f"{cls.__name__} does not say of what it is a list: use the list class of a view")
        items = from_json(data) if isinstance(data, (str, bytes)) else data
        return cls(item_class.load(one) for one in items)

    def to_pandas(self) -> DataFrame:
        """A table of pandas: one row an instance, one column for each attribute, also if the list is empty.

        Whole numbers and booleans are nullable (``Int64``, ``boolean``), text is ``string``, timestamps are
        ``datetime64[ms, UTC]``, dates ``datetime64[s]``; lists and JSON are objects. References, and the nodes that a
        query included, are text: ``space:external_id``. The last columns tell the version and times of the instance.

        Raises:
            PygenError: pandas is not installed.
        """
        return to_pandas(self._columns())

    def to_arrow(self) -> Table:
        """A table of Arrow, with the columns that ``to_pandas`` has. JSON is its text.

        Raises:
            PygenError: pyarrow is not installed.
        """
        return to_arrow(self._columns())

    def to_polars(self) -> PolarsFrame:
        """A table of polars, with the columns that ``to_pandas`` has. JSON is its text.

        Raises:
            PygenError: polars is not installed.
        """
        return to_polars(self._columns())

    def _columns(self) -> builtins.list[Column]:
        return columns_of(self, _item_class(type(self)))

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


def _item_class(list_class: type[InstanceList[Any]]) -> type[Instance] | None:
    """What a generated class is a list of: ``class ProductList(InstanceList[Product])``."""
    for base in list_class.__mro__:
        for argument in (one for origin in base.__dict__.get("__orig_bases__", ()) for one in get_args(origin)):
            if isinstance(argument, type) and issubclass(argument, Instance):
                return argument
    return None


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= 80 else text[:79] + "…")
