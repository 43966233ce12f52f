"""How a property that holds a value changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from typing import Any

from pygen_client import schema as wire

from pygen_generator.changes.change import Breaks, ChangeKind
from pygen_generator.changes.side import Classes, Difference, Fit, difference, if_, is_optional
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import FLOATS, INTEGERS, REFERENCES, EnumType, RelationType, Scalar, ScalarType
from pygen_generator.model.view import Kind, Property

READS, WRITES, BEHAVIOUR = Breaks.READS, Breaks.WRITES, Breaks.BEHAVIOUR

MAX_TEXT = 128_000
"""Bytes of UTF-8 that a text holds where nothing smaller is set (behaviour.md section 4)."""

_WIDTHS = {Scalar.INT32: 32, Scalar.INT64: 64, Scalar.FLOAT32: 32, Scalar.FLOAT64: 64}


def compare_properties(old: Property, new: Property, classes: Classes, *, written: bool) -> Iterable[Difference]:
    """What changed of a property; ``written`` says whether instances can be written through its view, then and now."""
    if old.is_list != new.is_list:
        words = "a list", "a single value"
        before, now = words if old.is_list else words[::-1]
        yield difference(ChangeKind.PROPERTY_LIST, f"It was {before} and is {now}.", {READS} | if_(written, WRITES))
    yield from _types(old, new, classes, written=written)
    yield from _values(old, new, written=written)


def _types(old: Property, new: Property, classes: Classes, *, written: bool) -> Iterable[Difference]:
    if isinstance(old.type, EnumType) and isinstance(new.type, EnumType):
        yield from _enums(old.type, new.type, written=written)
    elif isinstance(old.type, RelationType) and isinstance(new.type, RelationType):
        yield from _targets(old.type, new.type, classes, is_list=old.is_list, written=written)
    elif (before := type_name(old)) != (now := type_name(new)):
        breaks = {side for side in _broken(old, new) if side is not WRITES or written}
        yield difference(ChangeKind.PROPERTY_TYPE, f"Its type was {before} and is {now}.", breaks)
    if isinstance(old.type, ScalarType) and isinstance(new.type, ScalarType):
        yield from _units(old.type.unit, new.type.unit)


def type_name(prop: Property) -> str:
    """The type as the service calls it."""
    if isinstance(prop.type, ScalarType):
        return prop.type.scalar.value
    return "enum" if isinstance(prop.type, EnumType) else "direct relation"


def _broken(old: Property, new: Property) -> Set[Breaks]:
    """What another type breaks: values stay readable where they are still of the same sort.

    Texts, enums and references are all text to who reads them. But texts alone can be searched by prefix, and enums
    take no other value.
    """
    before, now = _sort(old), _sort(new)
    if {before, now} <= {"text", "enum", "reference"}:
        other_values = if_("reference" in (before, now), BEHAVIOUR)
        if now == "enum":
            return {READS, WRITES} | other_values
        return if_((before, now) == ("text", "reference") and not new.is_list, READS) | other_values
    if before == now:
        widths = [_WIDTHS[prop.type.scalar] for prop in (old, new) if isinstance(prop.type, ScalarType)]
        return if_(widths != sorted(widths), BEHAVIOUR)
    return {READS, WRITES}


def _sort(prop: Property) -> str:
    """Types with equal names are the same to a program, but for the range of their values."""
    if not isinstance(prop.type, ScalarType):
        return type_name(prop)
    scalar = prop.type.scalar
    if scalar in REFERENCES:
        return "reference"
    return "integer" if scalar in INTEGERS else "float" if scalar in FLOATS else scalar.value


def _enums(old: EnumType, new: EnumType, *, written: bool) -> Iterable[Difference]:
    before, now = {value.raw for value in old.ids}, {value.raw for value in new.ids}
    if gone := sorted(before - now):
        breaks = {READS} | if_(written, WRITES)
        yield difference(ChangeKind.ENUM_VALUE_REMOVED, f"It has no value {_listed(gone)} any more.", breaks)
    if more := sorted(now - before):
        yield difference(ChangeKind.ENUM_VALUE_ADDED, f"It can also be {_listed(more)}.")
    texts = [{value.id.raw: (value.name, value.description) for value in enum.values} for enum in (old, new)]
    if changed := sorted(value for value in before & now if texts[0][value] != texts[1][value]):
        yield Difference(ChangeKind.PROPERTY_TEXT, f"The texts of {_listed(changed)} changed.", is_cosmetic=True)


def _targets(
    old: RelationType, new: RelationType, classes: Classes, *, is_list: bool, written: bool
) -> Iterable[Difference]:
    reads = classes.fit(old.target, new.target, Kind.NODE)
    writes = classes.fit(old.target, new.target, Kind.NODE, written=True)
    broken = if_(reads in (Fit.WIDENED, Fit.OTHER) or (is_list and reads is Fit.NARROWED), READS)
    broken |= if_(written and writes in (Fit.NARROWED, Fit.OTHER), WRITES)
    if broken or not classes.is_same(old.target, new.target):
        yield difference(ChangeKind.TARGET, target_message(old.target, new.target, reads, writes), broken)


def target_message(old: wire.ViewId | None, new: wire.ViewId | None, reads: Fit, writes: Fit) -> str:
    """What to say of a relation that leads elsewhere, or to another class although it leads to the same view."""
    if old != new:
        return f"It led to {old or 'any node'} and leads to {new or 'any node'}."
    if reads is Fit.NARROWED:
        return f"{new} is part of the data model now, so that it leads to nodes of that view instead of plain ones."
    if reads is not Fit.SAME:
        return f"{new} cannot be read as before, so that it leads to something else."
    now = "can be written now" if writes is Fit.NARROWED else "cannot be written any more"
    return f"{new} {now}, so that it takes other nodes."


def _units(old: SchemaText | None, new: SchemaText | None) -> Iterable[Difference]:
    if old != new:
        before, now = (unit.raw if unit else "no unit" for unit in (old, new))
        message = f"Its values were in {before} and are in {now}."
        yield difference(ChangeKind.PROPERTY_UNIT, message, if_(bool(old and new), BEHAVIOUR))


def _values(old: Property, new: Property, *, written: bool) -> Iterable[Difference]:
    stricter = old.nullable and not new.nullable
    if stricter:
        # What the service counts up itself may be left out or None as far as types go; None is refused at run time.
        broken = BEHAVIOUR if new.auto_increment else WRITES
        yield difference(ChangeKind.PROPERTY_NULLABLE, "It cannot be empty any more.", if_(written, broken))
    elif new.nullable and not old.nullable:
        yield difference(ChangeKind.PROPERTY_NULLABLE, "It can be empty now.", if_(not old.absent, READS))
    elif old.absent != new.absent:
        shows = "shows instances without it now" if new.absent else "shows no instances without it any more"
        yield difference(ChangeKind.PROPERTY_ABSENT, f"The filter of the view {shows}.", if_(new.absent, READS))
    must_give = written and is_optional(old) and not is_optional(new) and not stricter
    if old.default != new.default:
        yield _defaults(old, new, must_give=must_give, written=written)
    if old.auto_increment != new.auto_increment:
        now = "counts it up" if new.auto_increment else "does not count it up any more"
        yield difference(
            ChangeKind.PROPERTY_AUTO_INCREMENT, f"The service {now}.", if_(must_give and old.default is None, WRITES)
        )
    if old.immutable != new.immutable:
        can = "cannot be changed any more once it has been written" if new.immutable else "can be changed now"
        yield difference(ChangeKind.PROPERTY_IMMUTABLE, f"It {can}.", if_(written and new.immutable, BEHAVIOUR))


def _defaults(old: Property, new: Property, *, must_give: bool, written: bool) -> Difference:
    before, now = (None if one.default is None else _json(one.default.value) for one in (old, new))
    if before is None:
        message = f"It is {now} where nothing is given."
    elif now is None:
        message = f"It is not {before} any more where nothing is given." + (" It must be given." if must_give else "")
    else:
        message = f"It was {before} where nothing is given and is {now}."
    if must_give:
        return difference(ChangeKind.PROPERTY_DEFAULT, message, {WRITES})
    # Where it had to be given before, nobody has left it out.
    return difference(ChangeKind.PROPERTY_DEFAULT, message, if_(written and is_optional(old), BEHAVIOUR))


def compare_storage(old: wire.MappedProperty, new: wire.MappedProperty, *, written: bool) -> Iterable[Difference]:
    """What changed of where and how values are kept, which programs do not see."""
    before, now = (f"{one.container}.{one.container_property_identifier}" for one in (old, new))
    if before != now:
        message = f"It showed {before} and shows {now}, where other values are."
        yield difference(ChangeKind.PROPERTY_STORAGE, message, {BEHAVIOUR})
    yield from _details(old, new, written=written)
    what = "elements" if new.type.is_list else "bytes"
    if old.type.is_list == new.type.is_list and type(old.type) is type(new.type) and _size(old) != _size(new):
        smaller = _size(old) > _size(new)
        message = f"It took up to {_size(old):,} {what} and takes up to {_size(new):,}."
        yield difference(ChangeKind.PROPERTY_SIZE, message, if_(smaller and written, BEHAVIOUR))


_COMPARED = frozenset({"type", "list", "maxListSize", "maxTextSize", "source", "values"})


def _details(old: wire.MappedProperty, new: wire.MappedProperty, *, written: bool) -> Iterable[Difference]:
    """What the service knows of a type beyond what programs see: the collation, the container of targets."""
    if type(old.type) is not type(new.type):
        return
    before, now = old.type.dump(), new.type.dump()
    for key in sorted((before.keys() | now.keys()) - _COMPARED):
        if before.get(key) != now.get(key) and not (key == "unit" and _unit(before) != _unit(now)):
            demands = key == "container" and now.get(key) is not None
            values = (_json(one[key]) if key in one else "not set" for one in (before, now))
            message = "Its {} was {} and is {}.".format(key, *values)
            yield difference(ChangeKind.PROPERTY_DETAIL, message, if_(demands and written, BEHAVIOUR))


def _unit(type_: Mapping[str, Any]) -> Any:
    return (type_.get("unit") or {}).get("externalId")


def _size(prop: wire.MappedProperty) -> int:
    if prop.type.is_list:
        standard = 100 if isinstance(prop.type, wire.DirectRelationType) else 1000
        return prop.type.max_list_size or standard
    return (prop.type.max_text_size or MAX_TEXT) if isinstance(prop.type, wire.TextType) else 0


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _listed(values: list[str]) -> str:
    return ", ".join(_json(value) for value in values)
