"""The calls of tests/cross_language/calls.json through a generated Python SDK; `drive.ts` there does so in TypeScript.

Names of the script are those of the model and of the TypeScript SDK: `createdDate`, `maxPrice`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from types import ModuleType
from typing import Any

from pygen_client import PygenAPIError
from pygen_client.schema import EdgeId, NodeId
from pygen_runtime import Avg, Count, Max, Sum
from pygen_runtime.codegen import Edge, Node, Ref
from wire_words import Json, attributes, given

_AGGREGATES = {"avg": Avg, "count": Count, "max": Max, "sum": Sum}
_CONDITIONS: dict[str, Callable[..., Any]] = {
    "containsAny": lambda one, values: one.contains_any(values),
    "exists": lambda one: one.exists(),
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "startsWith": lambda one, value: one.startswith(value),
}


class ScriptedCalls:
    """The SDK, and what goes on from call to call.

    Args:
        module: The generated package.
        client: A client of it.
    """

    def __init__(self, module: ModuleType, client: Any) -> None:
        self._module = module
        self._client = client
        self._cursor: str | None = None

    def result(self, call: Json) -> Any:
        """What the call gives, as JSON."""
        try:
            return self._call(call)
        except PygenAPIError as error:
            return {"error": type(error).__name__, "status": error.status, "said": error.message}

    def _call(self, call: Json) -> Any:  # noqa: PLR0911, PLR0912 - one for each kind of call
        api = getattr(self._client, _attribute(call["view"])) if "view" in call else None
        options = {_attribute(name): given(value) for name, value in call.get("options", {}).items()}
        if "filter" in call:
            options["filter"] = self._condition(self._class(call), call["filter"])
        match call["call"]:
            case "upsert":
                mode = {"mode": call["mode"]} if "mode" in call else {}
                result = self._client.upsert([self._item(item) for item in call["items"]], **mode)
                return {name: told(getattr(result, name)) for name in ("created", "updated", "unchanged")}
            case "delete":
                result = self._client.delete(given(call["ids"]))
                return {"deleted": told(result.deleted), "notFound": told(result.not_found)}
            case "list" | "iterate" as name:
                return told(list(getattr(api, name)(**options)))
            case "retrieve":
                assert api is not None
                return told(api.retrieve(given(call["ids"])))
            case "search":
                assert api is not None
                return told(list(api.search(call["query"], properties=call["properties"], **options)))
            case "count":
                assert api is not None
                return api.count(*([call["property"]] if "property" in call else []), **options)
            case "histogram":
                assert api is not None
                found = api.histogram(call["property"], interval=call["interval"], **options)
                return [{"start": one.start, "count": one.count} for one in found]
            case "aggregate":
                assert api is not None
                functions = [_AGGREGATES[name](_attribute(of)) for name, of in call["aggregates"]]
                rows = api.aggregate(functions, group_by=_attribute(call["groupBy"]), **options)
                return [{"group": _named(row.group), "values": _named(row.values)} for row in rows]
            case "follow":
                assert api is not None
                relation = getattr(self._class(call).relations, _attribute(call["relation"]))
                return told(list(api.follow(relation, of=call["of"])))
            case "query":
                return [told(row, call["include"]) for row in self._query(api, call).list()]
            case "explain":
                return self._query(api, call).explain(indexes=True).split("\n")
            case "sync":
                assert api is not None
                batches = list(api.sync(**({"cursor": self._cursor} if call.get("goOn") else {})))
                self._cursor = batches[-1].cursor
                return [{"upserted": told(list(one.upserted)), "deleted": told(one.deleted)} for one in batches]
        raise ValueError(f"no such call: {call['call']}")

    def _query(self, api: Any, call: Json) -> Any:
        item_class = self._class(call)
        query = api.query().include(*self._included(item_class, call["include"]))
        if "where" in call:
            query = query.where(self._condition(item_class, call["where"]))
        return query.sort(*_order(item_class, call.get("sort", {})))

    def _included(self, owner: Any, include: Json) -> list[Any]:
        found = []
        for name, form in include.items():
            relation = getattr(owner.relations, _attribute(name))
            if "include" in form:
                relation = relation.include(*self._included(relation.target_class, form["include"]))
            for view, wanted in (form[name] for name in ("where", "whereEdge") if name in form):
                relation = relation.where(self._condition(getattr(self._module, view), wanted))
            if "sort" in form:
                relation = relation.sort(*_order(relation.target_class, form["sort"]))
            found.append(relation.limit(form["limit"]) if "limit" in form else relation)
        return found

    def _condition(self, item_class: Any, form: Json) -> Any:
        ((name, operands),) = form.items()
        match name:
            case "and" | "or":
                join = operator.and_ if name == "and" else operator.or_
                first, *others = (self._condition(item_class, one) for one in operands)
                for other in others:
                    first = join(first, other)
                return first
            case "not":
                return ~self._condition(item_class, operands)
        prop, *values = operands
        return _CONDITIONS[name](getattr(item_class.props, _attribute(prop)), *map(given, values))

    def _class(self, call: Json) -> Any:
        return getattr(self._module, call["view"])

    def _item(self, item: Json) -> Any:
        values = {_attribute(name): self._value(value) for name, value in item.items() if name != "view"}
        return getattr(self._module, f"{item['view']}Write")(**values)

    def _value(self, value: Any) -> Any:
        match value:
            case {"view": _}:
                return self._item(value)
            case list():
                return [self._value(one) for one in value]
        return given(value)


def told(value: Any, include: Mapping[str, Any] | None = None) -> Any:  # noqa: PLR0911 - one for each kind of value
    """A value that was read, as it would look in JSON from TypeScript: what has no value is left out.

    Args:
        value: What was read.
        include: The relations that were read along, with what they include.
    """
    match value:
        case datetime():
            return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case NodeId() | Ref():
            return {"space": value.space, "externalId": value.external_id}
        case EdgeId():
            return {"instanceType": "edge", "space": value.space, "externalId": value.external_id}
        case Node() | Edge():
            return _row(value, include or {})
        case list() | tuple():
            return [told(one, include) for one in value]
    return value


def _row(row: Any, include: Mapping[str, Any]) -> Json:
    record = row.data_record
    found = {
        "instanceType": "edge" if isinstance(row, Edge) else "node",
        "space": row.space,
        "externalId": row.external_id,
        "version": record.version,
        "createdTime": told(record.created_time),
        "lastUpdatedTime": told(record.last_updated_time),
    }
    if isinstance(row, Edge):
        ends = {"edgeType": row.edge_type, "startNode": row.start_node, "endNode": row.end_node}
        found |= {name: told(one) for name, one in ends.items()}
    elif row.node_type is not None:
        found["nodeType"] = told(row.node_type)
    for name, attribute in attributes(type(row)).items():
        if name in include:
            value = _related(getattr(row, attribute), include[name].get("include", {}))
        else:
            value = told(row.__dict__.get(attribute))
        if value is not None:
            found[name] = value
    return found


def _related(value: Any, include: Json) -> Any:
    if isinstance(value, Ref):
        return told(value.value, include) if value.is_included else None
    if value is None:
        return None
    return [
        {"edge": told(one.edge), "node": told(one.node, include)} if hasattr(one, "edge") else told(one, include)
        for one in value
    ]


def _order(item_class: Any, sort: Json) -> list[Any]:
    return [getattr(getattr(item_class.props, _attribute(name)), how)() for name, how in sort.items()]


def _named(values: Mapping[str, Any]) -> Json:
    return {re.sub(r"_(\w)", lambda found: found[1].upper(), name): told(one) for name, one in values.items()}


def _attribute(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
