"""An SDK that is generated for the model of tests/vectors/wire, and a service that answers what a case says."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any

import httpx
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_runtime import Avg, Count, Max, Min, Sum
from wire_words import Json, attributes, given, told

METADATA = {
    "version": "version",
    "createdTime": "created_time",
    "lastUpdatedTime": "last_updated_time",
}
OF_INSTANCE = {
    "space": "space",
    "externalId": "external_id",
    "startNode": "start_node",
    "endNode": "end_node",
    "type": "edge_type",
}
KEYWORDS = {"equals": "{}", "prefix": "{}_prefix", "atLeast": "min_{}", "atMost": "max_{}"}
AGGREGATES = {"avg": Avg, "count": Count, "max": Max, "min": Min, "sum": Sum}
OPERATIONS: dict[str, Callable[..., Any]] = {
    "equals": operator.eq,
    "notEquals": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "between": lambda one, bounds: one.between(*bounds),
    "in": lambda one, values: one.is_in(values),
    "prefix": lambda one, value: one.startswith(value),
    "exists": lambda one: one.exists(),
    "missing": lambda one: one.is_missing(),
    "containsAny": lambda one, values: one.contains_any(values),
    "containsAll": lambda one, values: one.contains_all(values),
}


class Wire:
    """The generated SDK, and a service that answers what a case says."""

    def __init__(self, module: Any) -> None:
        self.module = module
        self.sent: list[Json] = []
        self.answers: list[str | Json] = []

    def client(self) -> Any:
        """A client of the generated SDK, without network."""
        config = PygenClientConfig("https://cdf.example", "p", TokenCredentials("t"))
        return self.module.WireClient(PygenClient(config, transport=httpx.MockTransport(self._answer)))

    def api(self, view: str) -> Any:
        """The API of a view."""
        return getattr(self.client(), view.lower())

    def read_class(self, view: str) -> Any:
        """The class of what is read through a view."""
        return getattr(self.module, view)

    def item(self, item: Json) -> Any:
        """A write object."""
        write_class = getattr(self.module, f"{item['view']}Write")
        names: dict[str, str] = attributes(self.read_class(item["view"])) | attributes(write_class)
        of_edge = "start_node" in write_class.model_fields
        values: Json = {}
        for name, one in item["properties"].items():
            values[names.get(str(name), str(name))] = given(one, self.item)
        for name, attribute in (
            ("space", "space"),
            ("externalId", "external_id"),
            ("existingVersion", "existing_version"),
            ("type", "edge_type" if of_edge else "node_type"),
            ("startNode", "start_node"),
            ("endNode", "end_node"),
        ):
            if name in item:
                values[attribute] = given(item[name], self.item)
        return write_class(**values)

    def object(self, found: Any, expected: Json) -> Json:
        """An object that was read, in the words of the cases; of the metadata what the case is about."""
        shown: Json = {"id": [found.space, found.external_id]}
        for name, attribute in METADATA.items():
            if name in expected:
                shown[name] = told(getattr(found.data_record, attribute))
        type_ = "edge_type" if hasattr(found, "edge_type") else "node_type"
        for name, attribute in (("type", type_), ("startNode", "start_node"), ("endNode", "end_node")):
            if name in expected:
                shown[name] = told(getattr(found, attribute))
        if "others" in expected:
            shown["others"] = dict(found.other_properties)
        values = {name: found.__dict__.get(attribute) for name, attribute in attributes(type(found)).items()}
        shown["properties"] = {name: told(one) for name, one in values.items() if one is not None}
        return shown

    def keywords(self, view: str, keywords: list[Json]) -> Json:
        """Keyword filters, under their names in Python."""
        known = {**OF_INSTANCE, **attributes(self.read_class(view))}
        return {KEYWORDS[one["keyword"]].format(known[one["property"]]): given(one["value"]) for one in keywords}

    def where(self, view: str, form: Json) -> Any:
        """A condition, made of typed properties."""
        match form:
            case {"and": parts}:
                return _joined(operator.and_, [self.where(view, one) for one in parts])
            case {"or": parts}:
                return _joined(operator.or_, [self.where(view, one) for one in parts])
            case {"not": part}:
                return ~self.where(view, part)
        view = form.get("view", view)
        one = self._property(view, form["property"])
        if form["operation"] == "nested":
            return one.where(self.where(view, form["where"]))
        match form.get("value"):
            case {"$property": name}:
                return OPERATIONS[form["operation"]](one, self._property(view, name))
        operands = [given(form["value"])] if "value" in form else []
        return OPERATIONS[form["operation"]](one, *operands)

    def _property(self, view: str, name: str) -> Any:
        read_class = self.read_class(view)
        return getattr(read_class.props, {**OF_INSTANCE, **attributes(read_class)}[name])

    def call(self, view: str, call: Json) -> Any:
        """Do what a case of requests does."""
        api, names = self.api(view), {**OF_INSTANCE, **attributes(self.read_class(view))}
        options: Json = {
            name: call[name] for name in ("limit", "cursor", "operator", "interval", "query") if name in call
        }
        options |= self.keywords(view, call.get("keywords", []))
        if "chunkSize" in call:
            options["chunk_size"] = call["chunkSize"]
        if "sort" in call:
            options["sort_by"] = [names[name] for name, _ in call["sort"]]
            (options["sort_direction"],) = {direction for _, direction in call["sort"]}
        if "groupBy" in call:
            options["group_by"] = [names[name] for name in call["groupBy"]]
        if "properties" in call:
            options["properties"] = [names[name] for name in call["properties"]]
        first: list[Any] = []
        match call["operation"]:
            case "retrieve":
                first = [[given(one) for one in call["ids"]]]
            case "delete":
                return self.client().delete([given(one) for one in call["ids"]])
            case "search":
                first = [options.pop("query")]
            case "count":
                first = [names[call["property"]]] if "property" in call else []
            case "histogram":
                first = [names[call["property"]]]
            case "aggregate":
                first = [[AGGREGATES[function](names[of]) for function, of in call["aggregates"]]]
        return getattr(api, call["operation"])(*first, **options)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/projects/p")
        body = json.loads(request.content)
        self.sent.append({"path": path, "body": body})
        answer = self.answers.pop(0) if self.answers else _done(path, body)
        content = answer if isinstance(answer, str) else json.dumps(answer)
        return httpx.Response(200, text=content, headers={"Content-Type": "application/json"})


def _done(path: str, body: Json) -> Json:
    """The answer to a write or delete that was carried out, or of a read that found nothing."""
    items = body.get("items", [])
    if path == "/models/instances":
        more = {"version": 1, "wasModified": True, "createdTime": 1, "lastUpdatedTime": 1}
        keys = ("instanceType", "space", "externalId")
        return {"items": [{**{key: item[key] for key in keys}, **more} for item in items]}
    return {"items": items if path.endswith("/delete") else []}


def _joined(join: Callable[[Any, Any], Any], parts: list[Any]) -> Any:
    first, *others = parts
    for other in others:
        first = join(first, other)
    return first
