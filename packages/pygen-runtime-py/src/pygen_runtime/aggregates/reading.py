"""Asking the service for numbers about the instances of a view (behaviour.md section 15)."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, Union, get_args, get_origin

from pygen_client import Operation, OperationClass, PygenValidationError
from pygen_client.core import Api, in_chunks
from pygen_client.schema import NodeId

from pygen_runtime.aggregates.functions import Aggregate, Aggregates, Count, GroupBy
from pygen_runtime.aggregates.results import (
    AggregateList,
    AggregateResult,
    AggregateValues,
    HistogramBucket,
    HistogramResult,
)
from pygen_runtime.answers import answer_to
from pygen_runtime.filters import Filter
from pygen_runtime.instances import Edge, Instance
from pygen_runtime.operations.attributes import AttributeLike, attribute_of, attributes_of

MAX_FUNCTIONS = 5
"""Functions in one request (behaviour.md section 4.1)."""
MAX_GROUP_BY = 5
"""Properties to group by (behaviour.md section 4.1)."""
MAX_GROUPS = 1000
"""Groups in one answer (behaviour.md section 4.1)."""

Json = Mapping[str, Any]
Number: TypeAlias = Union[type[int], type[float]]
"""What a function gives."""


@dataclass(frozen=True, slots=True)
class Population:
    """The instances that numbers are wanted about.

    Args:
        item_class: Their class.
        filter: The condition that they meet; None for all.
        units: Target units, in the form of the service.
    """

    item_class: type[Instance]
    filter: Filter | None = None
    units: Sequence[Json] = field(default=())

    def count(self, api: Api, of: AttributeLike | None = None) -> Operation[int]:
        """How many there are; with an attribute, how many have a value of it. One request."""
        return self._count(api, self._function(Count(of))[1])

    def aggregate(self, api: Api, given: Aggregates, group_by: GroupBy, limit: int) -> Operation[AggregateList]:
        """Several numbers, for each group or about all. More than 5 take several requests.

        Raises:
            PygenValidationError: An attribute does not exist or is no number; nothing is asked for; there are too many
                to group by; or ``limit`` is not in the range.
        """
        wanted: Sequence[Any] = [given] if isinstance(given, Aggregate) else given
        strange = [one for one in wanted if not isinstance(one, Aggregate)]
        if strange:
            raise PygenValidationError(f'aggregate takes functions such as Avg("price"), not {strange[0]!r}')
        functions = {one.name: one for one in wanted}
        dumped = {name: self._function(one) for name, one in functions.items()}
        groups = attributes_of(self.item_class, group_by)
        if not dumped and not groups:
            raise PygenValidationError("aggregate needs at least one function, or something to group by")
        if len(groups) > MAX_GROUP_BY:
            raise PygenValidationError(f"The service groups by at most {MAX_GROUP_BY} properties, not {len(groups)}")
        if not 1 <= limit <= MAX_GROUPS:
            raise PygenValidationError(f"limit must be 1 to {MAX_GROUPS} groups, not {limit}")
        return self._aggregate(api, dumped, dict(groups), limit)

    def histogram(self, api: Api, of: AttributeLike, interval: float) -> Operation[HistogramResult]:
        """How many values of a number lie in each interval.

        Raises:
            PygenValidationError: The attribute does not exist or is no number, or the interval is not above 0.
        """
        if not (interval > 0 and math.isfinite(interval)):
            raise PygenValidationError(f"interval must be a number above 0, not {interval}")
        attribute, name = attribute_of(self.item_class, of)
        number_type = self._number_type("A histogram", attribute)
        return self._histogram(api, {"histogram": {"property": name, "interval": interval}}, number_type)

    def _function(self, function: Aggregate) -> tuple[Number, Json]:
        """What a function gives, and its form for the service."""
        if function.of is None:
            return int, {function.function: {}}
        counts = isinstance(function, Count)
        attribute, name = attribute_of(self.item_class, function.of, of_instance=counts)
        kind = int if counts else self._number_type(type(function).__name__, attribute)
        return float if function.function == "avg" else kind, {function.function: {"property": name}}

    def _number_type(self, use: str, attribute: str) -> Number:
        annotation = self.item_class.model_fields[attribute].annotation
        optional = get_origin(annotation) in (Union, types.UnionType)
        options = get_args(annotation) if optional else (annotation,)
        if int in options:
            return int
        if float in options:
            return float
        raise PygenValidationError(
            f"{use} needs a number, and {self.item_class.__name__}.{attribute} is none; for the first or last of "
            "another type list with sort_by and limit=1"
        )

    def _body(self, functions: Sequence[Json], **more: Any) -> dict[str, Any]:
        body: dict[str, Any] = {
            "view": self.item_class.view_id.dump(),
            "instanceType": "edge" if issubclass(self.item_class, Edge) else "node",
            **more,
        }
        if functions:
            body["aggregates"] = functions
        if self.filter is not None:
            body["filter"] = self.filter.dump()
        if self.units:
            body["targetUnits"] = self.units
        return body

    def _send(self, api: Api, body: Json) -> Operation[list[Json]]:
        response = yield from api.post("/models/instances/aggregate", body, operation_class=OperationClass.AGGREGATE)
        with answer_to("an aggregate"):
            items: list[Json] = [*response.json()["items"]]
        return items

    def _count(self, api: Api, function: Json) -> Operation[int]:
        items = yield from self._send(api, self._body([function]))
        with answer_to("a count"):
            (item,) = items
            return int(item["aggregates"][0]["value"])

    def _histogram(self, api: Api, function: Json, number_type: Number) -> Operation[HistogramResult]:
        items = yield from self._send(api, self._body([function]))
        with answer_to("a histogram"):
            ((answer,),) = [item["aggregates"] for item in items]
            buckets = [HistogramBucket(number_type(one["start"]), one["count"]) for one in answer["buckets"]]
            return HistogramResult(buckets, interval=answer["interval"])

    def _aggregate(
        self, api: Api, functions: Mapping[str, tuple[Number, Json]], groups: Mapping[str, str], limit: int
    ) -> Operation[AggregateList]:
        # Of several requests all groups are needed: those at the limit of one need not be those of another.
        several = len(functions) > MAX_FUNCTIONS
        more = {"groupBy": list(groups.values()), "limit": MAX_GROUPS if several else limit} if groups else {}

        def ask(names: Sequence[str]) -> Operation[list[tuple[Sequence[str], list[Json]]]]:
            items = yield from self._send(api, self._body([functions[name][1] for name in names], **more))
            return [(names, items)]

        if not functions:
            answers = yield from ask([])
        else:
            answers = yield from in_chunks(list(functions), MAX_FUNCTIONS, OperationClass.AGGREGATE, ask)
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for names, items in answers:
            if several and len(items) == MAX_GROUPS and groups:
                raise PygenValidationError(
                    f"More than {MAX_FUNCTIONS} functions take several requests, and with {MAX_GROUPS} groups or more "
                    "these cannot be joined: ask for fewer functions at a time, or filter"
                )
            with answer_to("an aggregate"):
                for item in items:
                    group = item.get("group", {})
                    key = tuple(_group_value(group[name]) for name in groups.values())
                    values = found.setdefault(key, dict.fromkeys(functions))
                    for name, answer in zip(names, item["aggregates"], strict=True):
                        values[name] = _number(answer.get("value"), functions[name][0])
        rows = [
            AggregateResult(dict(zip(groups, key, strict=True)), AggregateValues(values))
            for key, values in found.items()
        ]
        return AggregateList(rows[:limit])


def _number(value: float | None, number_type: Number) -> float | None:
    """JSON does not tell whole numbers of float properties from integers."""
    return value if value is None else number_type(value)


def _group_value(value: Any) -> Any:
    return NodeId(value["space"], value["externalId"]) if isinstance(value, dict) else value
