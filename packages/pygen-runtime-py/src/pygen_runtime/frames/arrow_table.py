"""Tables of Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pygen_runtime.frames.columns import Column, Kind, needs, table_values

if TYPE_CHECKING:
    from pyarrow import DataType, Table


def to_arrow(columns: Sequence[Column]) -> Table:
    """A table of these columns, in this order.

    Timestamps are ``timestamp[ms, UTC]``, dates ``date32``, lists are lists; JSON is its text.

    Raises:
        PygenError: pyarrow is not installed.
        UnexpectedAnswerError: Values do not fit their column.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise needs("pyarrow", "arrow") from None
    arrays = []
    for column in columns:
        with column.building():
            type_ = _type(column.kind)
            arrays.append(pa.array(table_values(column), type=pa.list_(type_) if column.is_list else type_))
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def _type(kind: Kind) -> DataType:
    import pyarrow as pa  # noqa: PLC0415

    match kind:
        case Kind.INTEGER:
            return pa.int64()
        case Kind.FLOAT:
            return pa.float64()
        case Kind.BOOLEAN:
            return pa.bool_()
        case Kind.TIMESTAMP | Kind.MILLISECONDS:
            return pa.timestamp("ms", tz="UTC")
        case Kind.DATE:
            return pa.date32()
    return pa.string()
