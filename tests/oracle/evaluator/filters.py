"""Filters by the rules of section 12, with three truth values (stance 11).

A comparison with something that has no value is unknown, and so is its negation; only what is true matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evaluator.schema import Json, Property, identifier, view_id
from evaluator.state import Instance, State
from evaluator.values import element_of, value_of

Truth = bool | None
"""None is unknown."""


class Filters:
    """Evaluates filters in their JSON form.

    Args:
        parameters: Values for ``{"parameter": name}``, which query and sync have.
    """

    def __init__(self, state: State, parameters: Mapping[str, Any] | None = None) -> None:
        self._state = state
        self._parameters = parameters or {}
        self._kinds: dict[str, Callable[[Instance, Any], Truth]] = {
            "and": lambda instance, parts: both(self.truth(instance, part) for part in parts),
            "or": lambda instance, parts: negated(both(negated(self.truth(instance, part)) for part in parts)),
            "not": lambda instance, part: negated(self.truth(instance, part)),
            "matchAll": lambda _instance, _body: True,
            "exists": lambda instance, body: self._value(instance, body["property"]) is not None,
            "instanceReferences": lambda instance, body: instance.reference in map(identifier, body),
            "hasData": self._has_data,
            "nested": self._nested,
            "equals": self._equals,
            "in": self._in,
            "prefix": self._prefix,
            "range": self._range,
            "overlaps": self._overlaps,
            "containsAny": lambda instance, body: self._contains(instance, body, any),
            "containsAll": lambda instance, body: self._contains(instance, body, all),
        }

    def matches(self, instance: Instance, filter_: Json | None) -> bool:
        return filter_ is None or self.truth(instance, filter_) is True

    def truth(self, instance: Instance, filter_: Json) -> Truth:
        ((kind, body),) = filter_.items()
        return self._kinds[kind](instance, body)

    def in_view(self, instance: Instance, view: Json) -> bool:
        """A view's own filter says what belongs to it; without one, data in all its containers does (section 11)."""
        definition = self._state.schema.views[view_id(view)]
        if definition.filter is not None:
            return self.matches(instance, definition.filter)
        return all(container in instance.data for container in definition.containers)

    def _value(self, instance: Instance, path: list[str]) -> Any:
        return self._state.lookup(instance, path)[1]

    def _has_data(self, instance: Instance, references: list[Json]) -> bool:
        """Data in all containers of all references; a view's own filter does not count (stance 16)."""
        wanted = [container for reference in references for container in self._state.schema.containers_of(reference)]
        return all(container in instance.data for container in wanted)

    def _nested(self, instance: Instance, body: Json) -> bool:
        """Whether the relation leads to a node for which the filter is true; never unknown."""
        target = self._value(instance, body["scope"])
        node = self._state.node(target) if target is not None else None
        return node is not None and self.truth(node, body["filter"]) is True

    def _operand(self, instance: Instance, property_: Property, given: Any) -> Any:
        """A value, or what a property or a parameter is in its place."""
        if isinstance(given, dict) and given.keys() == {"property"}:
            return self._value(instance, given["property"])
        return value_of(property_, self._filled_in(given))

    def _filled_in(self, given: Any) -> Any:
        if isinstance(given, dict) and given.keys() == {"parameter"}:
            return self._parameters[given["parameter"]]
        return given

    def _elements(self, instance: Instance, property_: Property, given: Any) -> tuple[Any, ...] | None:
        if isinstance(given, dict) and given.keys() == {"property"}:
            listed: tuple[Any, ...] | None = self._value(instance, given["property"])
            return listed
        return tuple(element_of(property_, self._filled_in(element)) for element in self._filled_in(given))

    def _equals(self, instance: Instance, body: Json) -> Truth:
        property_, value = self._state.lookup(instance, body["property"])
        return compared(value, self._operand(instance, property_, body["value"]), lambda left, right: left == right)

    def _in(self, instance: Instance, body: Json) -> Truth:
        """Nothing is in an empty list, not even what has no value."""
        property_, value = self._state.lookup(instance, body["property"])
        values = self._elements(instance, property_, body["values"])
        return False if values == () else compared(value, values, lambda left, right: left in right)

    def _prefix(self, instance: Instance, body: Json) -> Truth:
        prefix = self._filled_in(body["value"])
        return compared(self._value(instance, body["property"]), prefix, lambda left, right: left.startswith(right))

    def _range(self, instance: Instance, body: Json) -> Truth:
        property_, value = self._state.lookup(instance, body["property"])
        return both(self._bounds(instance, property_, body, value, value))

    def _overlaps(self, instance: Instance, body: Json) -> Truth:
        """The interval reaches the lower bound with its end and the upper bound with its start."""
        property_, start = self._state.lookup(instance, body["startProperty"])
        return both(self._bounds(instance, property_, body, self._value(instance, body["endProperty"]), start))

    def _bounds(self, instance: Instance, property_: Property, body: Json, upper: Any, lower: Any) -> Iterable[Truth]:
        for name, value, holds in (
            ("gt", upper, lambda left, right: left > right),
            ("gte", upper, lambda left, right: left >= right),
            ("lt", lower, lambda left, right: left < right),
            ("lte", lower, lambda left, right: left <= right),
        ):
            if name in body:
                yield compared(value, self._operand(instance, property_, body[name]), holds)

    def _contains(self, instance: Instance, body: Json, quantifier: Callable[[Iterable[bool]], bool]) -> Truth:
        property_, value = self._state.lookup(instance, body["property"])
        values = self._elements(instance, property_, body["values"])
        return compared(value, values, lambda left, right: quantifier(element in left for element in right))


def compared(left: Any, right: Any, holds: Callable[[Any, Any], bool]) -> Truth:
    return None if left is None or right is None else holds(left, right)


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def both(truths: Iterable[Truth]) -> Truth:
    """False if any part is, else unknown if any part is."""
    given = list(truths)
    return False if False in given else None if None in given else True
