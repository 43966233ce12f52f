"""What becomes of the answers of a read that is done as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pygen_runtime.instances import Instance
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.instances.table import Rows
from pygen_runtime.operations.read import PageReader, RowReader
from pygen_runtime.progress import Meter

T = TypeVar("T", bound=Instance)


def into_list(reader: PageReader[T], meter: Meter, result: InstanceList[T]) -> Callable[[Any], None]:
    """Decodes answers and adds their instances to a list."""

    def take(fetch: Any) -> None:
        for page in reader.decode(fetch):
            meter.page(len(page.items))
            result.extend(page.items)
            result.next_cursor = page.next_cursor

    return take


def into_rows(reader: RowReader, meter: Meter, rows: Rows) -> Callable[[Any], None]:
    """Adds the instances of answers to a table, as they are."""

    def take(fetch: Any) -> None:
        for page in reader.rows(fetch):
            meter.page(len(page))
            rows.add(page)

    return take
