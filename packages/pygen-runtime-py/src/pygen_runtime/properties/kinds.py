"""What a property of each type can be compared with. The service would refuse most of the rest, or find nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral, Real
from typing import Any

from pygen_client import PygenValidationError
from pygen_client.schema import NodeId

from pygen_runtime.filters.values import Identified
from pygen_runtime.timestamps import timestamp_text


@dataclass(frozen=True, slots=True)
class Kind:
    """What is compared with what.

    Args:
        family: Properties of one family can be compared with each other.
        expected: What a value has to be, in words.
        take: Gives the value as it is sent.
            It raises TypeError for one of another type, and ValueError with the reason for one that cannot be sent.
    """

    family: str
    expected: str
    take: Callable[[Any], Any]

    def checked(self, what: str, value: Any) -> Any:
        """The value as it is sent.

        Args:
            what: The property or keyword, for the message.
            value: What was given.

        Raises:
            PygenValidationError: It is of another type, or cannot be sent.
        """
        try:
            return self.take(value)
        except TypeError:
            raise PygenValidationError(f"{what} takes {self.expected}, not {type(value).__name__}: {value!r}") from None
        except ValueError as error:
            raise PygenValidationError(f"{what} cannot be compared with {value!r}: {error}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _integer(value: Any) -> int:
    # Numbers of numpy are welcome; JSON knows only those of Python.
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError("it needs more than 64 bits")
    return number


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError
    if isinstance(value, Integral):
        return int(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("it is not finite")
    return number


def _date(value: Any) -> date:
    # A datetime is a date to Python, and something else for the service.
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError
    return value


def _timestamp(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError
    timestamp_text(value)
    return value


def _json(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError
    if value.keys() in ({"property"}, {"parameter"}):
        raise ValueError("the service would take it as the name of a property or parameter")
    return deepcopy(value)


def _node(value: Any) -> NodeId:
    if isinstance(value, str):
        raise ValueError('text names no space: use ("my_space", external_id), or a keyword filter')
    match value:
        case NodeId():
            return value
        case (str() as space, str() as external_id):
            return NodeId(space, external_id)
        case Identified():
            found = value.as_id()
            # An edge has an id, too.
            if isinstance(found, NodeId):
                return found
    raise TypeError


TEXT = Kind("text", "text", _text)
REFERENCE = Kind("text", "text: an external id", _text)
ENUM = Kind("text", "text: a value of the enum", _text)
BOOLEAN = Kind("boolean", "True or False", _boolean)
INTEGER = Kind("number", "a whole number", _integer)
FLOAT = Kind("number", "a number", _float)
DATE = Kind("date", "a date without time", _date)
TIMESTAMP = Kind("timestamp", "a datetime with a timezone", _timestamp)
JSON = Kind("json", "a JSON object", _json)
RELATION = Kind("relation", "a node: NodeId, (space, external_id), an object that was read, or a Ref", _node)
