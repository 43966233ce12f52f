"""Tables of pandas, which is imported only when one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pygen_client import PygenError

if TYPE_CHECKING:
    from pandas import DataFrame


def to_frame(columns: Mapping[str, list[Any]]) -> DataFrame:
    """A table of these columns, in this order.

    Raises:
        PygenError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise PygenError("Tables need pandas: pip install 'cognite-pygen-runtime[pandas]'") from None
    frame: DataFrame = pd.DataFrame(columns)
    return frame
