"""Default values as Python literals of the type that the attribute has."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from pygen_generator.languages.python.code import Code, boolean_literal, code, join, number_literal, string_literal
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import CURLY, Group, Style
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import FLOATS, INTEGERS, REFERENCES, EnumType, Scalar, ScalarType
from pygen_generator.model.view import Property

_INTEGER_BITS = {Scalar.INT32: 31, Scalar.INT64: 63}
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?", re.ASCII
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DEEPEST = 32
"""Deepest JSON default that is written out; the service limits its size to 40,960 bytes (behaviour.md section 4.3)."""
_NONE = Code("None")


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
        return _json_object(value)
    if isinstance(value, str):
        if scalar is Scalar.TEXT or scalar in REFERENCES:
            return atom(string_literal(value))
        if scalar is Scalar.TIMESTAMP:
            return _timestamp(value, imports)
        return _date(value, imports) if scalar is Scalar.DATE else None
    literal: Code | None = None
    if scalar is Scalar.BOOLEAN and isinstance(value, bool):
        literal = boolean_literal(value)
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
    *numbers, fraction, sign, hours, minutes = match.groups()
    offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        moment = dt.datetime(*map(int, numbers), int((fraction or "").ljust(6, "0")), tzinfo=dt.timezone(offset))
        moment = moment.astimezone(dt.timezone.utc)
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
        day = dt.date(*map(int, match.groups()))
    except ValueError:
        return None
    return Group(imports.use("datetime", "date"), [number_literal(part) for part in (day.year, day.month, day.day)])


def _json_object(value: Any) -> Group | None:
    if not isinstance(value, dict):
        return None
    items: list[Code] = []
    for key, item in value.items():
        literal = _json(item, 1)
        if literal is None:
            return None
        items.append(code("{}: {}", string_literal(key), literal))
    return Group(Code(""), items, brackets=CURLY)


def _json(value: Any, depth: int) -> Code | None:
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return boolean_literal(value)
    if isinstance(value, str):
        return string_literal(value)
    if isinstance(value, (int, float)):
        return number_literal(value) if math.isfinite(value) else None
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        items = [_json(item, depth + 1) for item in value]
        return None if any(item is None for item in items) else code("[{}]", join(", ", [i for i in items if i]))
    pairs = [(key, _json(item, depth + 1)) for key, item in value.items()]
    if any(item is None for _, item in pairs):
        return None
    return code("{{{}}}", join(", ", [code("{}: {}", string_literal(key), item) for key, item in pairs if item]))
