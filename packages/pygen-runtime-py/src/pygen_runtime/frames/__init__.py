"""Tables of pandas, Arrow and polars. Each library is imported only when a table of it is asked for."""

from pygen_runtime.frames.arrow_table import to_arrow as to_arrow
from pygen_runtime.frames.columns import Column as Column
from pygen_runtime.frames.columns import Kind as Kind
from pygen_runtime.frames.pandas_frame import to_frame as to_frame
from pygen_runtime.frames.pandas_frame import to_pandas as to_pandas
from pygen_runtime.frames.polars_frame import to_polars as to_polars

__all__ = ["Column", "Kind", "to_arrow", "to_frame", "to_pandas", "to_polars"]
