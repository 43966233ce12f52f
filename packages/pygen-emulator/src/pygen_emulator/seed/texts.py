"""Texts that say something: made from what the property and the view are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pygen_emulator.seed import words
from pygen_emulator.seed.dice import Dice

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+(?:[A-Z](?![a-z]))?")


@lru_cache(maxsize=4_096)
def split(identifier: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: ``windTurbineID`` is wind, turbine, id."""
    return tuple(word.lower() for word in _WORD.findall(identifier))


@dataclass(frozen=True)
class Subject:
    """What texts are about: one instance."""

    words: tuple[str, ...]
    """What kind of thing it is, such as wind, turbine."""
    serial: int
    """Its number among all that are seeded together, from 1."""

    @property
    def is_person(self) -> bool:
        return bool(_PEOPLE.intersection(self.words))


def text(property_name: str, subject: Subject, dice: Dice) -> str:
    """A text of a few ASCII words for a property of this name."""
    return _maker(property_name)(subject, dice)


@lru_cache(maxsize=4_096)
def _maker(property_name: str) -> Callable[[Subject, Dice], str]:
    name = split(property_name)
    return next((make for keys, make in _BY_WORD if not keys.isdisjoint(name)), _thing)


def is_name(property_name: str) -> bool:
    """Whether the property says what the instance is called."""
    return _maker(property_name) is _title


def _thing(_: Subject, dice: Dice) -> str:
    return f"{dice.pick(words.ADJECTIVES)} {dice.pick(words.NOUNS)}"


def _title(subject: Subject, dice: Dice) -> str:
    if subject.is_person:
        return _person(subject, dice)
    return f"{dice.pick(words.ADJECTIVES)} {' '.join(subject.words)} {subject.serial}".capitalize()


def _sentence(subject: Subject, dice: Dice) -> str:
    where = f"{dice.pick(words.VERBS)} at {dice.pick(words.PLACES)}"
    return f"The {_thing(subject, dice)} was {where} {dice.pick(words.TIMES)}."


def _person(_: Subject, dice: Dice) -> str:
    return f"{dice.pick(words.FIRST_NAMES)} {dice.pick(words.LAST_NAMES)}"


def _email(_: Subject, dice: Dice) -> str:
    return f"{dice.pick(words.FIRST_NAMES)}.{dice.pick(words.LAST_NAMES)}@example.com".lower()


def _url(subject: Subject, dice: Dice) -> str:
    return f"https://example.com/{'-'.join(subject.words)}/{dice.pick(words.NOUNS)}-{subject.serial}"


def _phone(_: Subject, dice: Dice) -> str:
    return f"+{dice.between(1, 99)} 555 {dice.between(100, 999)} {dice.between(100, 999)}"


def _serial_number(subject: Subject, dice: Dice) -> str:
    return f"SN-{dice.between(1000, 9999)}-{subject.serial:05d}"


def _code(subject: Subject, _: Dice) -> str:
    initials = "".join(word[0] for word in subject.words).upper() or "X"
    return f"{initials}-{subject.serial:05d}"


def _version(_: Subject, dice: Dice) -> str:
    return f"{dice.between(1, 5)}.{dice.between(0, 9)}"


def _model(_: Subject, dice: Dice) -> str:
    return f"{dice.pick(words.NOUNS).capitalize()} {dice.between(1, 9) * 100}"


def _address(_: Subject, dice: Dice) -> str:
    return f"{dice.between(1, 120)} {dice.pick(words.STREETS)}, {dice.pick(words.PLACES)}"


def _path(subject: Subject, dice: Dice) -> str:
    folder = "-".join(subject.words)
    return f"/{dice.pick(words.NOUNS)}/{folder}/{dice.pick(words.NOUNS)}.{dice.pick(words.FILE_TYPES)}"


def _one_of(choices: tuple[str, ...]) -> Callable[[Subject, Dice], str]:
    return lambda _, dice: dice.pick(choices)


_PEOPLE = frozenset({"actor", "author", "director", "employee", "person", "user", "worker"})
_BY_WORD: tuple[tuple[frozenset[str], Callable[[Subject, Dice], str]], ...] = tuple(
    (frozenset(keys.split()), make)
    for keys, make in (
        ("description comment comments note notes summary remark remarks details abstract", _sentence),
        ("email mail", _email),
        ("url uri link website homepage href", _url),
        ("phone telephone mobile fax", _phone),
        ("serial", _serial_number),
        ("mime", _one_of(words.MIME_TYPES)),
        ("path file filename folder directory", _path),
        ("first given forename", _one_of(words.FIRST_NAMES)),
        ("last family surname", _one_of(words.LAST_NAMES)),
        ("manufacturer vendor supplier company producer brand maker contractor", _one_of(words.COMPANIES)),
        ("country", _one_of(words.COUNTRIES)),
        ("address street", _address),
        ("city town region area site plant location place", _one_of(words.PLACES)),
        ("language locale", _one_of(words.LANGUAGES)),
        ("currency", _one_of(words.CURRENCIES)),
        ("timezone zone", _one_of(words.TIME_ZONES)),
        ("unit units uom", _one_of(words.UNITS)),
        ("color colour", _one_of(words.COLOURS)),
        ("status state phase", _one_of(words.STATES)),
        ("version revision release", _version),
        ("model", _model),
        ("name title label caption", _title),
        ("code number no id key identifier abbreviation ref reference", _code),
        ("author owner operator manager engineer contact user person by planner inspector assignee", _person),
        ("type category kind class group classification", _one_of(words.KINDS)),
        ("tag tags labels keyword keywords alias aliases", _one_of(words.NOUNS)),
    )
)
"""Which text goes with which word in the name of a property; the first that fits counts."""
