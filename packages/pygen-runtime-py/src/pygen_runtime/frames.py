"""Instances as pandas tables. pandas is imported only when a table is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pygen_client import PygenError

from pygen_runtime.instances import Instance
from pygen_runtime.instances.properties import property_names

if TYPE_CHECKING:
    from pandas import DataFrame


def to_frame(instances: Sequence[Instance]) -> DataFrame:
    """A table: one row an instance; columns space, external_id and one for each property, by attribute name.

    Raises:
        PygenError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise PygenError("Tables need pandas: pip install 'cognite-pygen-runtime[pandas]'") from None
    attributes = dict.fromkeys(("space", "external_id"))
    for data_class in dict.fromkeys(type(one) for one in instances):
        attributes |= dict.fromkeys(property_names(data_class))
    rows = [one.__dict__ for one in instances]
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in attributes}
    frame: DataFrame = pd.DataFrame(columns)
    return frame
