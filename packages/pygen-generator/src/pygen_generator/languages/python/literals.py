"""Default values as Python literals of the type that the attribute has."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any

from pygen_generator.languages.python.code import constant, number_literal, string_literal
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import CURLY, SQUARE, Group, Item, Style
from pygen_generator.languages.source import Code, code
from pygen_generator.languages.view_filters import is_json
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import FLOATS, INTEGERS, REFERENCES, EnumType, Scalar, ScalarType
from pygen_generator.model.view import Property

_INTEGER_BITS = {Scalar.INT32: 31, Scalar.INT64: 63}
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?", re.ASCII
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def atom(literal: Code) -> Group:
    """A literal that can only be broken by brackets around it."""
    return Group(Code(""), (literal,), style=Style.LONG_TEXT)


def default_literal(prop: Property, imports: Imports) -> Group | None:
    """The default as a literal that can be broken over lines; None if it is no value of the property's type.

    Forms of values: behaviour.md section 5. Lists and relations have no defaults.
    """
    if prop.default is None or prop.is_list:
        return None
    value = prop.default.value
    if isinstance(prop.type, EnumType):
        known = isinstance(value, str) and SchemaText(value) in prop.type.ids
        return atom(string_literal(value)) if known else None
    if not isinstance(prop.type, ScalarType):
        return None
    return _scalar_literal(value, prop.type.scalar, imports)


def _scalar_literal(value: Any, scalar: Scalar, imports: Imports) -> Group | None:
    if scalar is Scalar.JSON:
        return json_object(value) if isinstance(value, dict) and is_json(value) else None
    if isinstance(value, str):
        if scalar is Scalar.TEXT or scalar in REFERENCES:
            return atom(string_literal(value))
        if scalar is Scalar.TIMESTAMP:
            return _timestamp(value, imports)
        return _date(value, imports) if scalar is Scalar.DATE else None
    literal: Code | None = None
    if scalar is Scalar.BOOLEAN and isinstance(value, bool):
        literal = constant(value)
    elif scalar in INTEGERS and type(value) is int:
        limit = 1 << _INTEGER_BITS[scalar]
        literal = number_literal(value) if -limit <= value < limit else None
    elif scalar in FLOATS and type(value) in (int, float):
        literal = _float(value)
    return None if literal is None else atom(literal)


def _float(value: float) -> Code | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number_literal(number) if math.isfinite(number) else None


def _timestamp(text: str, imports: Imports) -> Group | None:
    """A timestamp without zone is taken as UTC (behaviour.md section 25, question 30)."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.group(1, 2, 3, 4, 5, 6))
    microsecond = int((match[7] or "").ljust(6, "0"))
    offset = dt.timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0)) * (-1 if match[8] == "-" else 1)
    try:
        local = dt.datetime(year, month, day, hour, minute, second, microsecond, dt.timezone(offset))
        moment = local.astimezone(dt.timezone.utc)
    except (ValueError, OverflowError):
        return None
    parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    zone = code("tzinfo={}.utc", imports.use("datetime", "timezone"))
    return Group(imports.use("datetime", "datetime"), [*map(number_literal, parts), zone])


def _date(text: str, imports: Imports) -> Group | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        year, month, day = map(int, match.groups())
        parts = [number_literal(part) for part in dt.date(year, month, day).timetuple()[:3]]
    except ValueError:
        return None
    return Group(imports.use("datetime", "date"), parts)


def json_object(value: Mapping[str, Any]) -> Group:
    """A JSON object as a literal that can be broken over lines."""
    return _collection(Code(""), value)


def _collection(head: Code, value: Mapping[str, Any] | list[Any]) -> Group:
    if isinstance(value, Mapping):
        items = [_json(code("{}: ", string_literal(key)), item) for key, item in sorted(value.items())]
        return Group(head, items, brackets=CURLY, style=Style.COLLECTION)
    return Group(head, [_json(Code(""), item) for item in value], brackets=SQUARE, style=Style.COLLECTION)


def _json(head: Code, value: Any) -> Item:
    if isinstance(value, (Mapping, list)):
        return _collection(head, value)
    if isinstance(value, str):
        return code("{}{}", head, string_literal(value))
    if value is None or isinstance(value, bool):
        return code("{}{}", head, constant(value))
    return code("{}{}", head, number_literal(value))
