"""Values for properties: right by type and by what is wished, readable by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pygen_client.schema import EnumType, Float32Type, Float64Type, PropertyType, TextType

from pygen_emulator.seed.dice import Dice
from pygen_emulator.seed.texts import Subject, split, text
from pygen_emulator.seed.wishes import Wish
from pygen_emulator.storage.timestamps import format_timestamp, parse_timestamp
from pygen_emulator.storage.values import MAX_TEXT_BYTES

_FIRST_DAY = date(2020, 1, 1)
_DAYS = 2_190
_SECONDS_OF_DAY = 86_400
_LATER = frozenset({"end", "ended", "finish", "finished", "due", "until", "to", "completed", "closed", "updated"})
_YEARS = frozenset({"year", "built"})
_ORDINARY_YEARS = (1_990, 2_025)
_SPAN = 100
"""How far values lie from the only bound that is wished."""
_TRIES = 20
_NUMBER_AT_END = re.compile(r"\d+$", re.ASCII)
_TAIL = 6
"""Characters for the number of an instance in a text that has no room for more."""
_RANGES = {
    "angle": (0, 90),
    "frequency": (49, 51),
    "length": (1, 50),
    "mass": (10, 5_000),
    "power": (10, 2_000),
    "pressure": (1, 40),
    "temperature": (5, 90),
    "time": (1, 500),
    "velocity": (1, 25),
    "volume": (1, 200),
}
"""Ordinary values of a quantity that has a unit."""
_NAMED_RANGES = {
    "latitude": (-60, 70),
    "longitude": (-180, 180),
    "percent": (0, 100),
    "probability": (0, 1),
    "confidence": (0, 1),
    "ratio": (0, 1),
    "price": (1, 500),
    "cost": (10, 5_000),
    "strength": (0, 1),
}


class ValueMaker:
    """Makes the values of one instance.

    Args:
        subject: The instance.
        dice: Its chance.
    """

    def __init__(self, subject: Subject, dice: Dice) -> None:
        self._subject = subject
        self._dice = dice
        self._day = _FIRST_DAY + timedelta(days=dice.below(_DAYS))
        self._makers: dict[str, Callable[[str, Wish, bool], Any]] = {
            "int32": self._whole,
            "int64": self._whole,
            "boolean": self._boolean,
            "timestamp": self._timestamp,
            "date": self._date,
            "json": self._json,
        }

    def value(self, type_: PropertyType, name: str, wish: Wish | None = None, *, is_unique: bool = False) -> Any:
        """A value of any type but ``direct``; None where there is none that may be written.

        Args:
            type_: The type.
            name: Name of the property.
            wish: What it must be like.
            is_unique: Whether no other instance may have it: the number of the instance is in it then.
        """
        if wish is not None and wish.choices is not None:
            allowed = [choice for choice in wish.choices if choice not in wish.forbidden]
            return self._dice.pick(allowed) if allowed else None
        if type_.is_list:
            return self._list(type_, name, wish or Wish(), is_unique)
        for _ in range(_TRIES):
            value = self._single(type_, name, wish or Wish(), is_unique)
            if wish is None or value not in wish.forbidden:
                return value
        return None

    def _list(self, type_: PropertyType, name: str, wish: Wish, is_unique: bool) -> list[Any]:
        room = (type_.max_list_size or 4) - len(wish.holds)
        count = 1 if is_unique else self._dice.between(0 if wish.holds else 1, 3)
        made = [self._single(type_, name, wish, is_unique) for _ in range(max(min(count, room), 0))]
        return [*wish.holds, *(value for value in made if value is not None)]

    def _single(self, type_: PropertyType, name: str, wish: Wish, is_unique: bool) -> Any:
        if isinstance(type_, EnumType):
            values = [value for value in sorted(type_.values) if value not in (type_.unknown_value, *wish.forbidden)]
            return self._dice.pick(values) if values else None
        make = self._makers.get(type_.type)
        if make is not None:
            return make(name, wish, is_unique)
        if isinstance(type_, (Float32Type, Float64Type)):
            return self._number(type_, name, wish, is_unique)
        if not isinstance(type_, TextType):
            return f"{type_.type}:{'_'.join(self._subject.words)}:{self._subject.serial}:{name}"
        return self._fitting(type_.max_text_size or MAX_TEXT_BYTES, wish.prefix + self._text(name, wish), is_unique)

    def _boolean(self, _name: str, _wish: Wish, _is_unique: bool) -> bool:
        return self._dice.chance(0.5)

    def _json(self, _name: str, _wish: Wish, _is_unique: bool) -> dict[str, Any]:
        return {
            "source": text("path", self._subject, self._dice),
            "number": self._subject.serial,
            "isChecked": self._dice.chance(0.5),
        }

    def _text(self, name: str, wish: Wish) -> str:
        """A text that comes after and before the wished ones, where there are any."""
        if isinstance(wish.least, str):
            return wish.least if wish.includes_ends else f"{wish.least} {text(name, self._subject, self._dice)}"
        if isinstance(wish.most, str):
            return wish.most if wish.includes_ends else wish.most[:-1]
        return text(name, self._subject, self._dice)

    def _fitting(self, limit: int, value: str, is_unique: bool) -> str:
        """The text within a limit of bytes; with the number of the instance at its end, where it must be unique."""
        number = self._subject.serial
        at_end = _NUMBER_AT_END.search(value)
        if is_unique and (at_end is None or int(at_end[0]) != number):
            value = f"{value} {number}"
        encoded = value.encode()
        if len(encoded) <= limit:
            return value
        tail = _base36(number).rjust(min(limit, _TAIL), "0") if is_unique else ""
        return encoded[: max(limit - len(tail), 0)].decode(errors="ignore") + tail

    def _whole(self, name: str, wish: Wish, is_unique: bool) -> int:
        least, most = _ORDINARY_YEARS if not _YEARS.isdisjoint(split(name)) else (0, 1_000)
        if wish.least is not None or wish.most is not None:
            edge = 0 if wish.includes_ends else 1
            least = round(wish.most) - _SPAN if wish.least is None else -int(-wish.least // 1) + edge
            most = least + _SPAN if wish.most is None else int(wish.most // 1) - edge
        return least + self._subject.serial if is_unique else self._dice.between(least, most)

    def _number(self, type_: Float32Type | Float64Type, name: str, wish: Wish, is_unique: bool) -> float:
        if is_unique:
            return (wish.least or 0) + self._subject.serial / 8
        quantity = type_.unit.external_id.partition(":")[0] if type_.unit else ""
        named = next((_NAMED_RANGES[word] for word in split(name) if word in _NAMED_RANGES), (0, 100))
        least, most = _RANGES.get(quantity, named)
        if wish.least is not None or wish.most is not None:
            least = wish.most - _SPAN if wish.least is None else wish.least
            most = least + _SPAN if wish.most is None else wish.most
            return self._dice.number(least, most) if least < most else least
        middle = (least + most) / 2
        words = split(name)
        value = self._dice.number(middle if "max" in words else least, middle if "min" in words else most)
        return round(value, 2)

    def _timestamp(self, name: str, wish: Wish, is_unique: bool) -> str:
        seconds = self._dice.below(_SECONDS_OF_DAY)
        moment = parse_timestamp(f"{self._day_of(name).isoformat()}T00:00:00Z") + seconds * 1000
        if isinstance(wish.least, str):
            moment = parse_timestamp(wish.least) + (0 if wish.includes_ends else 1)
        elif isinstance(wish.most, str):
            moment = parse_timestamp(wish.most) - (0 if wish.includes_ends else 1)
        return format_timestamp(moment + self._subject.serial if is_unique else moment)

    def _date(self, name: str, wish: Wish, is_unique: bool) -> str:
        edge = timedelta(days=0 if wish.includes_ends else 1)
        if isinstance(wish.least, str):
            return (date.fromisoformat(wish.least) + edge).isoformat()
        if isinstance(wish.most, str):
            return (date.fromisoformat(wish.most) - edge).isoformat()
        if is_unique:
            return (_FIRST_DAY + timedelta(days=self._subject.serial)).isoformat()
        return self._day_of(name).isoformat()

    def _day_of(self, name: str) -> date:
        """A day: of what ends later than of what begins, within one instance."""
        if _LATER.isdisjoint(split(name)):
            return self._day
        return self._day + timedelta(days=self._dice.between(1, 90))


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text_ = ""
    while number:
        number, digit = divmod(number, 36)
        text_ = digits[digit] + text_
    return text_
