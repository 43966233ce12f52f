"""Keyword filters: what ``list(name_prefix="B", max_price=10)`` means.

A generated ``TypedDict`` names the keywords of a view, and the annotation of each says what it does. All keywords
that are given must hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args

from pygen_client import PygenValidationError
from pygen_client.schema import ViewId
from typing_extensions import TypedDict, get_type_hints

from pygen_runtime.filters.language import NOTHING, And, Equals, Filter, In, Prefix, Range
from pygen_runtime.filters.values import FilterValue, PropertyPath
from pygen_runtime.instances import Instance, NodeLike
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.relation import node_id
from pygen_runtime.spelling import did_you_mean

RelationFilter: TypeAlias = Union[NodeLike, Sequence[NodeLike]]
"""The node that a relation points to, or several: one of them. A pair of texts is one node, space and external id."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """What a keyword does; made by :func:`equals` and its neighbours."""

    operator: Literal["equals", "prefix", "at_least", "at_most", "filter"]
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


class _InstanceFilters(TypedDict, total=False):
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


def _meanings(filters_class: type) -> Mapping[str, Meaning]:
    found = {}
    for name, hint in get_type_hints(filters_class, include_extras=True).items():
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
        """The filter that these keywords stand for; None without any.

        Raises:
            TypeError: There is no such keyword; the message has the nearest right one.
            PygenValidationError: A value cannot be used, such as None.
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
                    filters.append(_checked(name, value, Filter))
                case "prefix":
                    filters.append(Prefix(path, _checked(name, value, str)))
                case "equals":
                    filters.append(self._equals(path, value, relation=meaning.relation))
                case "at_least":
                    bounds.setdefault(path, {})["gte"] = _single(name, value)
                case "at_most":
                    bounds.setdefault(path, {})["lte"] = _single(name, value)
        filters.extend(Range(path, **limits) for path, limits in bounds.items())
        if len(filters) > 1:
            return And(filters)
        return filters[0] if filters else None

    def _path(self, keyword: Keyword) -> PropertyPath:
        if keyword.of_instance:
            return (self.instance_type, keyword.property)
        return (self.view_id.space, f"{self.view_id.external_id}/{self.view_id.version}", keyword.property)

    def _equals(self, path: PropertyPath, value: Any, *, relation: bool) -> Filter:
        several = _several(value, relation=relation)
        if several == []:
            return NOTHING
        values = [node_id(one, self.default_space) if relation else one for one in several or [value]]
        return Equals(path, values[0]) if len(values) == 1 else In(path, values)


def _several(value: Any, *, relation: bool) -> list[Any] | None:
    """The values, if several were given; None for a single one."""
    if isinstance(value, (str, Mapping, Instance)) or not isinstance(value, Iterable):
        return None
    if relation and isinstance(value, tuple) and [type(part) for part in value] == [str, str]:
        return None
    return list(value)


def _single(name: str, value: Any) -> FilterValue:
    if isinstance(value, Iterable) and not isinstance(value, str):
        raise PygenValidationError(f"{name} takes one value, not {type(value).__name__}")
    single: FilterValue = value
    return single


def _checked(name: str, value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise PygenValidationError(f"{name} takes a {kind.__name__}, not {type(value).__name__}")
    return value
