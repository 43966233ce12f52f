"""Instances as columns: from objects, or straight from answers without making objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args, get_origin

from pygen_client.core import chunks
from pygen_client.schema import InstanceId

from pygen_runtime.frames import Column, Kind
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Edge, Instance
from pygen_runtime.instances.ref import Ref

_KINDS = {
    bool: Kind.BOOLEAN,
    int: Kind.INTEGER,
    float: Kind.FLOAT,
    datetime: Kind.TIMESTAMP,
    date: Kind.DATE,
    dict: Kind.JSON,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """One column of a class: its name, the property or member of an answer that it comes from, and what is in it."""

    name: str
    wire: str
    kind: Kind
    is_list: bool = False
    is_id: bool = False
    raw: str = ""
    """Where an object keeps it, if not under its name."""

    def column(self, values: list[Any]) -> Column:
        return Column(self.name, self.kind, self.is_list, values)


@dataclass(frozen=True, slots=True)
class _Places:
    """All columns of a class, in order."""

    before: tuple[_Place, ...]
    properties: tuple[_Place, ...]
    after: tuple[_Place, ...]


def _places(item_class: type[Instance]) -> _Places:
    annotations = {name: info.annotation for name, info in item_class.model_fields.items()}
    names = property_names(item_class)
    properties = tuple(_property(name, wire, annotations[name]) for name, wire in names.items())
    of_edges = issubclass(item_class, Edge)
    ends = (
        _Place("edge_type", "type", Kind.TEXT, is_id=True),
        _Place("start_node", "startNode", Kind.TEXT, is_id=True),
        _Place("end_node", "endNode", Kind.TEXT, is_id=True),
    )
    before = (
        _Place("space", "space", Kind.TEXT),
        _Place("external_id", "externalId", Kind.TEXT),
        *(ends if of_edges else ()),
    )
    after = (
        *(() if of_edges else (_Place("node_type", "type", Kind.TEXT, is_id=True),)),
        _Place("version", "version", Kind.INTEGER, raw="_version"),
        _Place("created_time", "createdTime", Kind.MILLISECONDS, raw="_created"),
        _Place("last_updated_time", "lastUpdatedTime", Kind.MILLISECONDS, raw="_updated"),
    )
    return _Places(before, properties, tuple(one for one in after if one.name not in names))


_places_of: PerClass[type[Instance], _Places] = PerClass(_places)


def _property(name: str, wire: str, annotation: Any) -> _Place:
    # Without None: what is left is one type, or an enum with text for the values that it has gained.
    types = [one for one in get_args(annotation) if one is not type(None)] or [annotation]
    first = annotation if get_origin(annotation) in (list, dict) else types[0]
    is_list = get_origin(first) is list
    of_values = get_args(first)[0] if is_list else first
    kind = _KINDS.get(get_origin(of_values) or of_values, Kind.TEXT)
    return _Place(name, wire, kind, is_list, is_id=of_values is Ref)


_TOGETHER = 500
"""Instances whose values are gathered before those of the next: as many as the processor keeps at hand."""


class Rows:
    """Gathers the columns of answers, page by page. Properties that the class does not know are left out.

    Args:
        item_class: The class of the instances.
        only: The attributes that were read; None for all.
    """

    def __init__(self, item_class: type[Instance], only: frozenset[str] | None = None) -> None:
        places = _places_of(item_class)
        self._properties = [one for one in places.properties if only is None or one.name in only]
        self._before, self._after = places.before, places.after
        self._values: dict[str, list[Any]] = {one.name: [] for one in (*self._before, *self._properties, *self._after)}
        self._view = item_class.view_id.as_path()

    def add(self, items: Sequence[Mapping[str, Any]]) -> None:
        """Take instances as they are in an answer."""
        for part in chunks(items, _TOGETHER):
            self._add(part)

    def _add(self, items: Sequence[Mapping[str, Any]]) -> None:
        space, view = self._view
        properties = [(item.get("properties") or {}).get(space, {}).get(view, {}) for item in items]
        for rows, places in ((items, (*self._before, *self._after)), (properties, self._properties)):
            for place in places:
                values = [row.get(place.wire) for row in rows]
                self._values[place.name] += _ids(values, place.is_list, _wire_id) if place.is_id else values

    def columns(self) -> list[Column]:
        """What was gathered."""
        places = (*self._before, *self._properties, *self._after)
        return [place.column(self._values[place.name]) for place in places]


def columns_of(items: Sequence[Instance], item_class: type[Instance] | None) -> list[Column]:
    """The columns of objects. What queries included is there, too, as ids.

    Args:
        items: The objects, of one class or several.
        item_class: Their class, which counts where there are none.
    """
    raws = [item.__dict__ for item in items]
    classes = list(dict.fromkeys(type(item) for item in items)) or ([] if item_class is None else [item_class])
    groups = [_places_of(one) for one in classes]
    places: dict[str, _Place] = {}
    for parts in ([one.before for one in groups], [one.properties for one in groups], [one.after for one in groups]):
        places |= {place.name: place for part in parts for place in part if place.name not in places}
    columns = [
        place.column([_plain(raw.get(place.raw or place.name), place) for raw in raws]) for place in places.values()
    ]
    return columns + [_included(name, raws) for name in _connections(classes, raws)]


def _connections(classes: Iterable[type[Instance]], raws: Sequence[Mapping[str, Any]]) -> list[str]:
    known = set().union(*(one.__class_vars__ for one in classes))
    return list(dict.fromkeys(name for raw in raws for name in raw if name in known))


def _included(name: str, raws: Sequence[Mapping[str, Any]]) -> Column:
    values = [raw.get(name) for raw in raws]
    is_list = any(isinstance(value, list) for value in values)
    return Column(name, Kind.TEXT, is_list, _ids(values, is_list, _far_id))


def _plain(value: Any, place: _Place) -> Any:
    """A value of an object as it is in JSON."""
    if value is None:
        return None
    if place.is_id:
        return [_text_of(one) for one in value] if place.is_list else _text_of(value)
    if place.kind in (Kind.TIMESTAMP, Kind.DATE):
        return [one.isoformat() for one in value] if place.is_list else value.isoformat()
    return value


def _ids(values: list[Any], is_list: bool, text_of: Callable[[Any], str]) -> list[Any]:
    if is_list:
        return [None if value is None else [text_of(one) for one in value] for value in values]
    return [None if value is None else text_of(value) for value in values]


def _wire_id(value: Mapping[str, str]) -> str:
    return f"{value['space']}:{value['externalId']}"


def _text_of(value: Ref[Any] | InstanceId) -> str:
    return f"{value.space}:{value.external_id}"


def _far_id(value: Any) -> str:
    """The node that was included, or to which a link leads."""
    return _text_of(value.as_id() if isinstance(value, Instance) else value.node_id)
