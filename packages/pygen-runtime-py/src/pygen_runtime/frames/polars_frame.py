"""Tables of polars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pygen_runtime.frames.columns import Column, Kind, needs, table_values

if TYPE_CHECKING:
    from polars import DataFrame
    from polars.datatypes import DataType, DataTypeClass


def to_polars(columns: Sequence[Column]) -> DataFrame:
    """A table of these columns, in this order.

    Timestamps are ``Datetime("ms", "UTC")``, dates ``Date``, lists ``List``; JSON is its text.

    Raises:
        PygenError: polars is not installed.
        UnexpectedAnswerError: Values do not fit their column.
    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise needs("polars", "polars") from None
    series = []
    for column in columns:
        with column.building():
            dtype: Any = _dtype(column.kind)
            series.append(
                pl.Series(column.name, table_values(column), dtype=pl.List(dtype) if column.is_list else dtype)
            )
    return pl.DataFrame(series)


def _dtype(kind: Kind) -> DataType | DataTypeClass:
    import polars as pl  # noqa: PLC0415

    match kind:
        case Kind.INTEGER:
            return pl.Int64
        case Kind.FLOAT:
            return pl.Float64
        case Kind.BOOLEAN:
            return pl.Boolean
        case Kind.TIMESTAMP | Kind.MILLISECONDS:
            return pl.Datetime("ms", "UTC")
        case Kind.DATE:
            return pl.Date
    return pl.String
