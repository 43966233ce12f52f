"""Tables of pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pygen_runtime.frames.columns import Column, Kind, needs, objects

if TYPE_CHECKING:
    from pandas import DataFrame

_DTYPES: Mapping[Kind, Any] = {
    Kind.TEXT: "string",
    Kind.INTEGER: "Int64",
    Kind.FLOAT: "float64",
    Kind.BOOLEAN: "boolean",
    Kind.JSON: "object",
}
_UTC = "+00:00"


def to_pandas(columns: Sequence[Column]) -> DataFrame:
    """A table of these columns, in this order.

    Whole numbers and booleans are nullable (``Int64``, ``boolean``), text is ``string``, timestamps are
    ``datetime64[ms, UTC]``, dates ``datetime64[s]`` at midnight; lists and JSON are Python objects.

    Raises:
        PygenError: pandas is not installed.
        UnexpectedAnswerError: Values do not fit their column.
    """
    _check_installed()
    made: dict[str, Any] = {}
    for column in columns:
        with column.building():
            made[column.name] = _series(column)
    return to_frame(made)


def to_frame(columns: Mapping[str, Any]) -> DataFrame:
    """A table of these values, whose types pandas finds out.

    Raises:
        PygenError: pandas is not installed.
    """
    _check_installed()
    import pandas as pd  # noqa: PLC0415 - an extra, and slow to import

    frame: DataFrame = pd.DataFrame(columns)
    return frame


def _check_installed() -> None:
    try:
        import pandas as pd  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError:
        raise needs("pandas", "pandas") from None


def _series(column: Column) -> Any:
    import numpy as np  # noqa: PLC0415 - comes with pandas
    import pandas as pd  # noqa: PLC0415

    if column.is_list:
        # Lists of equal length would become a table of their own otherwise.
        is_text_of_time = column.kind in (Kind.TIMESTAMP, Kind.DATE)
        return pd.Series(objects(column) if is_text_of_time else column.values, dtype="object")
    match column.kind:
        case Kind.TIMESTAMP | Kind.MILLISECONDS:
            values = np.array(_moments(column), dtype="datetime64[ms]")
            return pd.Series(values).dt.tz_localize("UTC")
        case Kind.DATE:
            days = ["NaT" if value is None else value for value in column.values]
            return pd.Series(np.array(days, dtype="datetime64[D]").astype("datetime64[s]"))
    return pd.Series(pd.array(column.values, dtype=_DTYPES[column.kind]))


def _moments(column: Column) -> list[Any]:
    """What numpy reads as moments in UTC."""
    if column.kind is Kind.MILLISECONDS:
        import numpy as np  # noqa: PLC0415 - comes with pandas

        return [np.datetime64("NaT") if value is None else np.datetime64(value, "ms") for value in column.values]
    texts = [_UTC if value is None else value for value in column.values]
    if not all(text.endswith(_UTC) for text in texts):
        texts = [_UTC if value is None else value.isoformat() for value in objects(column)]
    # Without offset, in which everything is in UTC; numpy takes no other.
    return [text[: -len(_UTC)] or "NaT" for text in texts]
