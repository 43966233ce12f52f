"""Columns as they come from the service, before they become a table of some library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

from pydantic_core import SchemaValidator, to_json
from pydantic_core import core_schema as cs
from pygen_client import PygenError

from pygen_runtime.errors import UnexpectedAnswerError


class Kind(Enum):
    """What the values of a column are."""

    TEXT = "text"
    """Text, enum values, and references as ``space:external_id``."""
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    TIMESTAMP = "timestamp"
    """Text with an offset, as in JSON."""
    MILLISECONDS = "milliseconds"
    """Timestamps, counted since 1970 in UTC."""
    DATE = "date"
    """Text, as in JSON."""
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: Its name.
        kind: What the values are, or what is in their lists.
        is_list: Whether each value is a list.
        values: One for each row, as in JSON; None where there is none.
    """

    name: str
    kind: Kind
    is_list: bool
    values: list[Any]

    @contextmanager
    def building(self) -> Iterator[None]:
        """Around what makes the column of a table: values that cannot be in it are told as what they mean.

        Raises:
            UnexpectedAnswerError: The values do not fit the column.
        """
        try:
            yield
        except (TypeError, ValueError, OverflowError) as error:
            kinds = f"lists of {self.kind.value}" if self.is_list else self.kind.value
            raise UnexpectedAnswerError(
                f"Column {self.name!r} is to hold {kinds}, and does not: {error}. If the view has changed since the "
                "SDK was generated, run `pygen generate` again"
            ) from error


def objects(column: Column) -> list[Any]:
    """The values as Python objects: timestamps in UTC, dates; JSON stays as it is."""
    make = _OBJECTS[column.kind]
    return (
        [None if value is None else make(value) for value in column.values] if column.is_list else make(column.values)
    )


def table_values(column: Column) -> list[Any]:
    """The values for tables that know no objects: JSON is its text."""
    if column.kind is not Kind.JSON:
        return objects(column)
    if column.is_list:
        return [None if value is None else _json_texts(value) for value in column.values]
    return _json_texts(column.values)


def needs(library: str, extra: str) -> PygenError:
    """The error for a library that is not installed."""
    return PygenError(f"Tables need {library}: pip install 'cognite-pygen-runtime[{extra}]'")


def _json_texts(values: Sequence[Any]) -> list[Any]:
    return [None if value is None else to_json(value).decode() for value in values]


def _in_utc(value: datetime) -> datetime:
    # Without an offset it is taken as UTC (behaviour.md section 25, question 30).
    return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def _since_1970(values: Sequence[int | None]) -> list[datetime | None]:
    return [None if value is None else _EPOCH + timedelta(milliseconds=value) for value in values]


def _reading(schema: cs.CoreSchema) -> Callable[[list[Any]], list[Any]]:
    return SchemaValidator(cs.list_schema(cs.nullable_schema(schema))).validate_python


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_OBJECTS: Mapping[Kind, Callable[[list[Any]], list[Any]]] = {
    Kind.TEXT: _reading(cs.str_schema(strict=True)),
    Kind.INTEGER: _reading(cs.int_schema(strict=True)),
    Kind.FLOAT: _reading(cs.float_schema()),
    Kind.BOOLEAN: _reading(cs.bool_schema(strict=True)),
    Kind.TIMESTAMP: _reading(cs.no_info_after_validator_function(_in_utc, cs.datetime_schema())),
    Kind.MILLISECONDS: _since_1970,
    Kind.DATE: _reading(cs.date_schema()),
    Kind.JSON: list,
}
