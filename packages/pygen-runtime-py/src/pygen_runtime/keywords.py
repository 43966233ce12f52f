"""Keyword filters: what ``list(name_prefix="B", max_price=10)`` means.

A generated ``TypedDict`` names the keywords of a view, and the annotation of each says what it does. All keywords
that are given must hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pygen_client import PygenValidationError
from pygen_client.schema import ViewId
from typing_extensions import TypedDict, get_type_hints

from pygen_runtime.filters import And, ContainsAny, Equals, Filter, Or, Prefix, Range
from pygen_runtime.filters.paths import paths
from pygen_runtime.filters.values import FilterValue, PropertyPath
from pygen_runtime.instances import Instance, NodeLike
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.relation import is_pair, node_id
from pygen_runtime.properties.base import one_of
from pygen_runtime.properties.kinds import BOOLEAN, DATE, ENUM, FLOAT, INTEGER, TEXT, TIMESTAMP, Kind
from pygen_runtime.spelling import did_you_mean

RelationFilter: TypeAlias = Union[NodeLike, Sequence[NodeLike]]
"""The node that a relation points to, or several: one of them. A pair of texts is one node, space and external id."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """What a keyword does; made by :func:`equals` and its neighbours."""

    operator: Literal["equals", "prefix", "at_least", "at_most", "contains_any", "filter", "option"]
    property: str = ""
    of_instance: bool = False
    """Whether this is a property that every instance has, such as ``space``."""


def equals(property: str) -> Keyword:  # noqa: A002 - the word of the service
    """The property has this value, or one of these where several are given; an empty list matches nothing."""
    return Keyword("equals", property)


def prefix(property: str) -> Keyword:  # noqa: A002 - the word of the service
    """The text begins so."""
    return Keyword("prefix", property)


def at_least(property: str) -> Keyword:  # noqa: A002 - the word of the service
    """The property is at least so large, or not earlier."""
    return Keyword("at_least", property)


def at_most(property: str) -> Keyword:  # noqa: A002 - the word of the service
    """The property is at most so large, or not later."""
    return Keyword("at_most", property)


def contains_any(property: str) -> Keyword:  # noqa: A002 - the word of the service
    """The list has this value, or one of these where several are given; an empty list matches nothing."""
    return Keyword("contains_any", property)


class ReadOptions(TypedDict, total=False):
    """What every method takes beside filters, and what changes how it reads, not what it finds.

    Attributes:
        target_units: Attribute to the unit in which it is wanted: the external id of a unit, such as
            ``"temperature:deg_f"``, or ``SI``, ``Imperial`` or ``Default``. Filters on it are in that unit, too.
        debug: True to get the types of the view's properties and the service's notices with a list or search, as
            ``typing`` and ``notices`` of the result.
    """

    target_units: Annotated[Mapping[str, str], Keyword("option")]
    debug: Annotated[bool, Keyword("option")]


class _InstanceFilters(ReadOptions, total=False):
    space: Annotated[Union[str, Sequence[str]], Keyword("equals", "space", of_instance=True)]
    external_id_prefix: Annotated[str, Keyword("prefix", "externalId", of_instance=True)]
    filter: Annotated[Filter, Keyword("filter")]


class NodeFilters(_InstanceFilters, total=False):
    """Keyword filters that every method on nodes takes."""


class EdgeFilters(_InstanceFilters, total=False):
    """Keyword filters that every method on edges takes."""

    start_node: Annotated[RelationFilter, Keyword("equals", "startNode", of_instance=True)]
    end_node: Annotated[RelationFilter, Keyword("equals", "endNode", of_instance=True)]
    edge_type: Annotated[RelationFilter, Keyword("equals", "type", of_instance=True)]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one keyword takes and does."""

    annotation: Any
    keyword: Keyword

    @property
    def relation(self) -> bool:
        """Whether it takes nodes, by their ids."""
        return bool(self.annotation == RelationFilter)

    @property
    def kind(self) -> Kind | None:
        """What single values it takes; None where these are no plain values."""
        first = (get_args(self.annotation) or (self.annotation,))[0]
        # Values of an enum that the model has gained are welcome, too.
        return ENUM if self._is_enum else _KINDS.get(first if isinstance(first, type) else self.annotation)

    @property
    def _is_enum(self) -> bool:
        options = (self.annotation, *get_args(self.annotation))
        return any(get_origin(one) is Literal for one in options)


_KINDS: Mapping[Any, Kind] = {
    str: TEXT,
    bool: BOOLEAN,
    int: INTEGER,
    float: FLOAT,
    date: DATE,
    datetime: TIMESTAMP,
}


def _meanings(filters_class: type) -> Mapping[str, Meaning]:
    found = {}
    # Annotations that are inherited from here are texts, and a view may be called like something that they name:
    # Filter, Keyword, Annotated. Those of generated classes are no texts.
    for name, hint in get_type_hints(filters_class, globals(), include_extras=True).items():
        annotation, *metadata = get_args(hint)
        keyword = next(one for one in metadata if isinstance(one, Keyword))
        found[name] = Meaning(annotation, keyword)
    return found


meanings: PerClass[type, Mapping[str, Meaning]] = PerClass(_meanings)
"""Keyword to meaning, for a ``TypedDict`` of keyword filters."""


@dataclass(frozen=True, slots=True)
class KeywordFilters:
    """The keyword filters of one view.

    Args:
        filters_class: The generated ``TypedDict``.
        view_id: The view whose properties it names.
        instance_type: Whether nodes or edges are filtered.
        default_space: Where a node is that is given as text.
    """

    filters_class: type
    view_id: ViewId
    instance_type: Literal["node", "edge"]
    default_space: str | None

    def compile(self, given: Mapping[str, Any]) -> Filter | None:
        """The filter that these keywords stand for; None without any. Options are passed over.

        Raises:
            TypeError: There is no such keyword; the message has the nearest right one.
            PygenValidationError: A value cannot be used, such as None or one of another type.
        """
        known = meanings(self.filters_class)
        filters: list[Filter] = []
        bounds: dict[PropertyPath, dict[str, FilterValue]] = {}
        for name, value in given.items():
            if name not in known:
                raise TypeError(f"There is no keyword filter {name!r}{did_you_mean(name, known)}")
            if value is None:
                raise PygenValidationError(
                    f"{name}=None: leave the keyword out to filter nothing, or use filter=~Exists(...) to find what "
                    "has no value"
                )
            meaning = known[name]
            path = self._path(meaning.keyword)
            match meaning.keyword.operator:
                case "filter":
                    filters.append(self._checked(name, value))
                case "prefix":
                    filters.append(Prefix(path, _single(name, meaning, value)))
                case "equals":
                    filters.append(self._equals(name, path, value, meaning))
                case "contains_any":
                    filters.append(ContainsAny(path, self._values(name, value, meaning)))
                case "at_least":
                    bounds.setdefault(path, {})["gte"] = _single(name, meaning, value)
                case "at_most":
                    bounds.setdefault(path, {})["lte"] = _single(name, meaning, value)
        filters.extend(Range(path, **limits) for path, limits in bounds.items())
        if len(filters) > 1:
            return And(filters)
        return filters[0] if filters else None

    def _path(self, keyword: Keyword) -> PropertyPath:
        if keyword.of_instance:
            return (self.instance_type, keyword.property)
        return (*self.view_id.as_path(), keyword.property)

    def _checked(self, name: str, value: Any) -> Filter:
        if not isinstance(value, Filter):
            raise PygenValidationError(f"{name} takes a Filter, not {type(value).__name__}")
        check_instance_type(value, self.instance_type)
        return value

    def _equals(self, name: str, path: PropertyPath, value: Any, meaning: Meaning) -> Filter:
        values = self._values(name, value, meaning)
        if meaning.kind is ENUM and len(values) > 1:
            # The service fails to look for several values of an enum at once (behaviour.md section 12).
            return Or(Equals(path, one) for one in values)
        return one_of(path, values)

    def _values(self, name: str, value: Any, meaning: Meaning) -> list[Any]:
        several = _several(value, relation=meaning.relation)
        given = [value] if several is None else several
        if meaning.relation:
            return [node_id(one, self.default_space) for one in given]
        return [_single(name, meaning, one) for one in given]


def check_instance_type(condition: Filter, instance_type: Literal["node", "edge"]) -> None:
    """Refuse a condition on nodes in a read of edges, and the other way round: it would match nothing.

    Raises:
        PygenValidationError: The condition names a property of the other kind of instance.
    """
    other = "node" if instance_type == "edge" else "edge"
    for path in paths(condition.dump()):
        if path[0] == other and len(path) == 2:
            raise PygenValidationError(
                f"A filter on {other}s cannot be used where {instance_type}s are read: it names {path[1]!r}; "
                "take the property from props of the class that is read"
            )


def _several(value: Any, *, relation: bool) -> list[Any] | None:
    """The values, if several were given; None for a single one."""
    if isinstance(value, (str, Mapping, Instance)) or not isinstance(value, Iterable):
        return None
    if relation and is_pair(value):
        return None
    return list(value)


def _single(name: str, meaning: Meaning, value: Any) -> Any:
    if value is None:
        raise PygenValidationError(f"{name} cannot compare with None: filter=~Exists(...) finds what has no value")
    return value if meaning.kind is None else meaning.kind.checked(name, value)
