"""Requests made from the official document, mostly sound and aimed at a small project, now and then spoiled.

::

    @given(openapi_requests.requests("POST", "/models/instances/list"))
    def test(request: Request) -> None: ...

Names of things come from :mod:`emulated_project`, so that requests reach what is stored there; everything else is drawn
from the schemas of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import emulated_project
import openapi_document
from emulated_project import SCHEMA, STOCK, Json
from hypothesis import strategies as st

DATA_MODEL = "Model"
"""A data model in the space ``yard`` that the project of the tests should have."""
NODES, EDGES = ("a", "b", "c"), ("e", "f")
"""Nodes and edges in the space ``stock`` that the project of the tests should have."""

Draw = Callable[[st.SearchStrategy[Any]], Any]

_DEPTH = 7
"""Levels of a body from which on optional fields are left out; filters would nest without end."""
_MOST = 3
_SIZES = st.sampled_from([1, 1, 1, 1, 0, 2, _MOST])
"""Items of an array, within what the document allows."""


@dataclass(frozen=True)
class Request:
    """A request to an operation."""

    method: str
    path: str
    parameters: dict[str, Any] = field(default_factory=dict)
    body: Any = None


@st.composite
def requests(draw: Draw, method: str, path: str) -> Request:
    """A request to the operation: one of ten has a spoiled body."""
    operation = openapi_document.original()["paths"][path][method.lower()]
    parameters: Json = {}
    for reference in operation.get("parameters", ()):
        parameter = _resolve(reference)
        if draw(st.integers(0, 2)) == 0:
            value = _Maker(draw).make(parameter["schema"], parameter["name"])
            parameters[parameter["name"]] = str(value).lower() if isinstance(value, bool) else value
    if "requestBody" not in operation:
        return Request(method, path, parameters)
    body = _Maker(draw).make(operation["requestBody"]["content"]["application/json"]["schema"], "")
    if draw(st.integers(0, 9)) == 0:
        body = draw(_spoiled(body))
    return Request(method, path, parameters, body)


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([-1, 0, 2**31, 2**63, -(2**63) - 1, 10**400, 0.5, 1e308, "", "x", "\x00", "\ud800", "v1", []])
    | _TEXT,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_TEXT, below, max_size=3),
    max_leaves=6,
)


@st.composite
def _spoiled(draw: Draw, body: Any) -> Any:
    """The body with one place changed, left out or added."""
    if not body or not isinstance(body, (dict, list)) or draw(st.integers(0, 4)) == 0:
        return draw(_ODD)
    if isinstance(body, list):
        place = draw(st.integers(0, len(body) - 1))
        return [*body[:place], draw(_spoiled(body[place])), *body[place + 1 :]]
    key = draw(st.sampled_from(sorted(body)))
    match draw(st.integers(0, 5)):
        case 0:
            return {name: value for name, value in body.items() if name != key}
        case 1:
            return {**body, draw(_TEXT): draw(_ODD)}
        case _:
            return {**body, key: draw(_spoiled(body[key]))}


_VIEWS = [view["externalId"] for view in emulated_project.views()]
_CONTAINERS = [container["externalId"] for container in emulated_project.containers()]
_PROPERTIES = sorted({name for view in emulated_project.views() for name in view["properties"]})
_INDEXES = ["byName", "named", "spot", "label"]
_SETS = ["r0", "r1", "r2"]
_UNITS = ["temperature:deg_c", "temperature:deg_f", "pressure:bar"]


def _property_paths() -> st.SearchStrategy[list[str]]:
    bases = ["space", "externalId", "type", "version", "createdTime", "lastUpdatedTime", "startNode", "endNode"]
    of_views = [
        [SCHEMA, f"{view['externalId']}/v1", name] for view in emulated_project.views() for name in view["properties"]
    ]
    of_containers = [
        [SCHEMA, container["externalId"], name]
        for container in emulated_project.containers()
        for name in container["properties"]
    ]
    of_instances = [[kind, base] for kind in ("node", "edge") for base in bases]
    return st.one_of(*(st.sampled_from(paths) for paths in (of_views, of_containers, of_instances)))


def _of_everything(name: str) -> list[str]:
    return [SCHEMA, "Everything/v1", name]


_VALUES: dict[str, Any] = {
    "text": "a",
    "int32": 1,
    "float64": 0.5,
    "flag": True,
    "at": "2024-01-02T03:04:05Z",
    "day": "2024-01-02",
    "state": "on",
    "relation": {"space": STOCK, "externalId": "a"},
}
_LISTS: dict[str, Any] = {"texts": "a", "ints": 1, "flags": True, "relations": {"space": STOCK, "externalId": "b"}}


def _leaves(values: Json, key: str, *, several: bool = False) -> st.SearchStrategy[Json]:
    """Bodies of a filter whose value is of the type of its property."""
    return st.sampled_from(
        [{"property": _of_everything(name), key: [value] if several else value} for name, value in values.items()]
    )


_FITTING: dict[str, st.SearchStrategy[Json]] = {
    "equals": _leaves({**_VALUES, "texts": ["a", "A b"]}, "value"),
    "in": _leaves(_VALUES, "values", several=True),
    "range": st.sampled_from(["gt", "gte", "lt", "lte"]).flatmap(
        lambda bound: _leaves({name: _VALUES[name] for name in ("text", "int32", "float64", "at", "day")}, bound)
    ),
    "prefix": _leaves({"text": "a"}, "value"),
    "containsAny": _leaves(_LISTS, "values", several=True),
    "containsAll": _leaves(_LISTS, "values", several=True),
    "nested": _leaves({"text": "a"}, "value").map(
        lambda leaf: {"scope": _of_everything("relation"), "filter": {"equals": leaf}}
    ),
}
"""Filters that fit what they are about; most of those that the document alone gives are refused."""


_NAMES: dict[str, st.SearchStrategy[Any]] = {
    "space": st.sampled_from([SCHEMA, STOCK, SCHEMA, STOCK, "elsewhere"]),
    "externalId": st.sampled_from([*_VIEWS, *_CONTAINERS, DATA_MODEL, *NODES, *EDGES, "fresh"]),
    "containerExternalId": st.sampled_from([*_CONTAINERS, "fresh"]),
    "version": st.sampled_from(["v1"] * 9 + ["v2"]),
    "identifier": st.sampled_from([*_INDEXES, *_PROPERTIES]),
    "containerPropertyIdentifier": st.sampled_from(_PROPERTIES),
    "cursor": st.sampled_from(["", "x", "eyJhIjoxfQ=="]),
    "from": st.sampled_from(_SETS),
    "except.item": st.sampled_from(_SETS),
    "union.item": st.sampled_from(_SETS),
    "unionAll.item": st.sampled_from(_SETS),
    "intersection.item": st.sampled_from(_SETS),
    "parameter": st.just("p"),
    "unit.externalId": st.sampled_from(_UNITS),
}
"""What a field of this name holds, wherever it stands."""
_PATHS = ("property", "scope", "startProperty", "endProperty")
_REFERENCES = {"view": st.just("Everything") | st.sampled_from(_VIEWS), "container": st.sampled_from(_CONTAINERS)}
_KEYS = {"with": _SETS, "select": _SETS, "cursors": _SETS, "parameters": ["p"]}
_CONTENT = {"type", "properties", "additionalProperties", "enum", "oneOf", "anyOf", "allOf"}
"""Keywords that say what a value is; the others only limit it."""
_ALWAYS = ("parameters", "aggregates")
"""Optional fields that others need in order to mean something."""
_NOT_EMPTY = ("with", "select", "parameters", "properties")


class _Maker:
    """Draws one value. A field of a known name gets what that name stands for, all others what their schema allows."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def make(self, schema: Json, name: str, depth: int = 0) -> Any:
        schema = _resolve(schema)
        known = self._known(schema, name)
        if known is not None:
            return self._draw(known)
        if name in _FITTING and self._draw(st.integers(0, 3)):
            return self._draw(_FITTING[name])
        value = self._by_schema(schema, name, depth)
        if isinstance(value, dict) and value.get("type") in ("view", "container") and "externalId" in value:
            value |= {"space": SCHEMA, "externalId": self._draw(_REFERENCES[value["type"]])}
        return value

    def _known(self, schema: Json, name: str) -> st.SearchStrategy[Any] | None:
        if name in _PATHS and schema.get("type") == "array":
            return _property_paths()
        if name in ("property", "properties.item", "groupBy.item") and schema.get("type") == "string":
            return st.sampled_from(sorted(_VALUES)) | st.sampled_from(_PROPERTIES)
        if name in _NAMES and "enum" not in schema and schema.get("type", "string") == "string":
            return _NAMES[name]
        return None

    def _by_schema(self, schema: Json, name: str, depth: int) -> Any:
        if "enum" in schema:
            return self._draw(st.sampled_from(schema["enum"]))
        for key in ("oneOf", "anyOf"):
            if key in schema:
                branches = [_resolve(branch) for branch in schema[key]]
                shallow = [branch for branch in branches if not _nests(branch)]
                chosen = self._draw(st.sampled_from(shallow if depth > _DEPTH and shallow else branches))
                return self._merged([chosen, {**schema, key: None}], name, depth)
        if "allOf" in schema:
            return self._merged([*schema["allOf"], {**schema, "allOf": None}], name, depth)
        kind = schema.get("type", "object")
        if kind == "object":
            return self._object(schema, depth, name)
        if kind == "array":
            least = schema.get("minItems", 0)
            size = max(least, min(self._draw(_SIZES), schema.get("maxItems", _MOST)))
            return [self.make(schema["items"], f"{name}.item", depth + 1) for _ in range(size)]
        return self._draw(_scalars(schema, kind))

    def _merged(self, schemas: list[Json], name: str, depth: int) -> Any:
        """A value of all schemas: their fields together, or a value of the first that is not about fields."""
        fields: Json = {}
        for part in schemas:
            schema = {key: value for key, value in _resolve(part).items() if value is not None}
            if schema.keys() & _CONTENT:
                value = self.make(schema, name, depth)
                if not isinstance(value, dict):
                    return value
                fields |= value
        return fields

    def _object(self, schema: Json, depth: int, name: str) -> Json:
        required = schema.get("required", ())
        value: Json = {}
        for key, below in schema.get("properties", {}).items():
            if key in required or key in _ALWAYS or (depth <= _DEPTH and self._draw(st.integers(0, 3)) == 0):
                value[key] = self.make(below, key, depth + 1)
        open_ = schema.get("additionalProperties")
        if isinstance(open_, dict):
            keys = _KEYS.get(name, _PROPERTIES)
            least = 1 if name in _NOT_EMPTY or "minProperties" in schema else 0
            for key in self._draw(st.lists(st.sampled_from(keys), unique=True, min_size=least, max_size=3)):
                value[key] = self.make(open_, "", depth + 1)
        return _sound(value)


def _scalars(schema: Json, kind: str) -> st.SearchStrategy[Any]:
    if kind == "string":
        sample = st.sampled_from(["", "a", "A b", "2024-01-02T03:04:05Z", "2024-01-02", "on"])
        return st.sampled_from(["a", "fresh", "v1", "Named"]) if "pattern" in schema else sample | _TEXT
    return {
        "integer": st.integers(schema.get("minimum", -2), schema.get("maximum", 2_000)),
        "number": st.integers(-9, 9) | st.floats(-1e6, 1e6),
        "boolean": st.booleans(),
    }[kind]


def _sound(value: Json) -> Json:
    """The object without what contradicts the rest of it; the document cannot say that fields belong together."""
    if isinstance(value.get("with"), dict) and isinstance(value.get("select"), dict):
        names = sorted(value["with"])
        value["select"] = dict(zip(names, value["select"].values(), strict=False))
        value.pop("cursors", None)
        for name in names:
            for place in _objects(value["with"][name]):
                _point_backwards(place, name)
    return value


def _point_backwards(place: Json, name: str) -> None:
    """Let a part of a result set use only sets of which the names come before its own, so that no set uses itself."""
    if place.get("from", name) >= name:
        for key in ("from", "through", "limitEach"):
            place.pop(key, None)
    if "backfillSort" in place:
        place |= {"mode": "twoPhase", "backfillSort": [{"property": [SCHEMA, "Named/v1", "name"]}]}
    if "limitEach" in place:
        place["maxDistance"] = 1
    for key in ("union", "unionAll", "intersection", "except"):
        if key in place:
            place[key] = [each for each in place[key] if isinstance(each, dict) or each < name]


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from _objects(below)
    elif isinstance(value, list):
        for below in value:
            yield from _objects(below)


def _nests(schema: Json) -> bool:
    """Whether every value of the schema holds further values of the same kind, as ``and`` and ``nested`` do."""
    inner = [_resolve(branch) for branch in schema.get("oneOf", ())]
    return bool(_NESTING & schema.get("properties", {}).keys()) or (bool(inner) and all(map(_nests, inner)))


_NESTING = {"and", "or", "not", "nested", "union", "unionAll", "intersection"}


def _resolve(schema: Json) -> Json:
    while "$ref" in schema:
        found: Any = openapi_document.original()
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
