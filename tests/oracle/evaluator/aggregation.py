"""Numbers about the instances of a view (behaviour.md section 15). Nulls are skipped by all functions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from evaluator.filters import Filters
from evaluator.schema import BASE, Json, Property, view_id
from evaluator.searching import has_words
from evaluator.state import Instance, State
from evaluator.values import json_of

LARGEST = 1.7976931348623157e308
"""What stands for a number beyond all floats, which JSON does not have."""


def aggregated(state: State, request: Json) -> list[Json]:
    """All groups, in any order; without ``groupBy`` one item."""
    filters, kind = Filters(state), request.get("instanceType", "node")
    members = [
        instance
        for instance in state.all_alive(kind)
        if filters.in_view(instance, request["view"])
        and filters.matches(instance, request.get("filter"))
        and has_words(state, instance, request)
    ]
    names = request.get("groupBy", [])
    groups: dict[tuple[Any, ...], list[Instance]] = {} if names else {(): []}
    for instance in members:
        for key in _keys(state, request, instance, names):
            groups.setdefault(key, []).append(instance)
    items = []
    for key, instances in groups.items():
        item: Json = {
            "instanceType": kind,
            "aggregates": [_result(state, request, given, instances) for given in request.get("aggregates", [])],
        }
        if names:
            values = zip(names, key, strict=True)
            item["group"] = {name: json_of(_single(state, request, name), value) for name, value in values}
        items.append(item)
    return items


def _keys(state: State, request: Json, instance: Instance, names: list[str]) -> list[tuple[Any, ...]]:
    """The groups it is in: none where a value is missing, and one for each element of a list (stance 15)."""
    keys: list[tuple[Any, ...]] = [()]
    for name in names:
        property_, value = _property(state, request, instance, name)
        values = [] if value is None else dict.fromkeys(value) if property_.is_list else [value]
        keys = [(*key, value) for key in keys for value in values]
    return keys


def _property(state: State, request: Json, instance: Instance, name: str) -> tuple[Property, Any]:
    view = request["view"]
    if name not in state.schema.views[view_id(view)].properties and name in BASE:
        return state.lookup(instance, [instance.kind, name])
    return state.lookup(instance, [view["space"], f"{view['externalId']}/{view['version']}", name])


def _single(state: State, request: Json, name: str) -> Property:
    place = state.schema.views[view_id(request["view"])].properties[name]
    return Property(state.schema.property(place).type)


def _result(state: State, request: Json, given: Json, instances: list[Instance]) -> Json:
    ((function, body),) = given.items()
    result: Json = {"aggregate": function}
    if "property" not in body:
        return {**result, "value": len(instances)}
    result["property"] = body["property"]
    found = (_property(state, request, instance, body["property"])[1] for instance in instances)
    values = [value for value in found if value is not None]
    if function == "histogram":
        return {**result, "interval": body["interval"], "buckets": _buckets(values, body["interval"])}
    if function == "count":
        return {**result, "value": len(values)}
    return {**result, "value": _number(function, values)} if values else result


def _number(function: str, values: list[Any]) -> float | int:
    if function in ("min", "max"):
        least_or_greatest: float | int = min(values) if function == "min" else max(values)
        return least_or_greatest
    total = sum(map(Fraction, values), Fraction(0))
    exact = total if function == "sum" else total / len(values)
    if exact.denominator == 1 and abs(exact) <= LARGEST:
        return int(exact)
    return float(exact) if abs(exact) <= LARGEST else math.copysign(LARGEST, exact)


def _buckets(values: list[Any], interval: float) -> list[Json]:
    """How many values lie between each multiple of the interval and the next; empty buckets are left out."""
    counts: dict[int, int] = {}
    for value in values:
        number = math.floor(Fraction(value) / Fraction(interval))
        counts[number] = counts.get(number, 0) + 1
    return [{"start": number * interval, "count": count} for number, count in sorted(counts.items())]
