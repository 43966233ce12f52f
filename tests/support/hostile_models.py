"""Data models whose names and texts are meant to break or to take over what is generated from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from pygen_client.schema import DataModelId
from pygen_generator import Schema
from pygen_generator.sources.file import schema_of

Json = dict[str, Any]

PAYLOAD = "__import__('builtins').__setattr__('pwned', 1)"
SCRIPT = "globalThis.pwned = 1;"
"""The same in the language of the web."""
NASTY = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    'ends with a quote"',
    "ends with a backslash\\",
    "two\nlines",
    "a\r\nb\tc\x0bd\x0ce\x85f\u2028g",
    "*/ //",
    "# comment",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "{} {0} {x!r} %s %(x)s $x",
    "../../etc/passwd",
    "C:\\windows\\con.py",
    "a/b",
    "\u202etxt.yp",
    "\u200b\u200d\ufeff",
    "🦀 \U0001f468\u200d\U0001f469 émoji",
    "\x00\x1b[31m\x7f",
    "\ud800",
    f'"""\n{PAYLOAD}\n"""',
    f'")\n{PAYLOAD}\nx = ("',
    f"\\\n{PAYLOAD}",
    PAYLOAD,
    f"*/ {SCRIPT} /*",
    f'"; {SCRIPT} "',
    f"${{{SCRIPT}}}",
    f"`{SCRIPT}`",
    f"\u2028{SCRIPT}",
    "@ts-nocheck",
    "@ts-ignore",
    "@deprecated {@link it} @internal",
    "</script><script>",
    "class",
    "None",
    "__init__",
    "__class__",
    "self",
    "model_config",
    "model_fields",
    "model_dump_x",
    "json",
    "copy",
    "constructor",
    "__proto__",
    "prototype",
    "Date",
    "Record",
    "client",
    "options",
    "list",
    "str",
    "type",
    "prop",
    "space",
    "external_id",
    "Ref",
    "Node",
    "TYPE_CHECKING",
    "ClassVar",
    "x" * 255,
    "É" * 255,
    "_",
    "",
    "9",
    "ﬁ",
    "ª",
]
names = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=12), st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]{0,12}", fullmatch=True)
)
texts = st.one_of(st.none(), st.sampled_from(NASTY), st.text(max_size=300))
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=6,
)
SCALARS = [
    "text",
    "boolean",
    "int32",
    "int64",
    "float32",
    "float64",
    "timestamp",
    "date",
    "json",
    "timeseries",
    "file",
    "sequence",
]


@st.composite
def properties(draw: st.DrawFn, views: Sequence[Json]) -> Json:
    kind = draw(st.sampled_from([*SCALARS, "enum", "direct", "direct", "quark"]))
    type_: Json = {"type": kind, "list": kind != "enum" and draw(st.booleans())}
    if kind == "enum":
        type_["values"] = {value: {"name": draw(texts)} for value in draw(st.lists(names, max_size=3, unique=True))}
    if kind == "direct" and draw(st.booleans()):
        type_["source"] = draw(st.sampled_from(views))
    if kind in ("float32", "float64"):
        type_["unit"] = {"externalId": draw(names)}
    prop: Json = {
        "type": type_,
        "container": {"type": "container", "space": "s", "externalId": "C"},
        "containerPropertyIdentifier": "p",
        "nullable": draw(st.booleans()),
        "immutable": draw(st.booleans()),
        "autoIncrement": draw(st.booleans()),
        "name": draw(texts),
        "description": draw(texts),
    }
    if draw(st.booleans()):
        prop["defaultValue"] = draw(json_values)
    return prop


@st.composite
def connections(draw: st.DrawFn, views: Sequence[Json]) -> Json:
    text = {"name": draw(texts), "description": draw(texts)}
    count = draw(st.sampled_from(["single", "multi"]))
    source = draw(st.sampled_from(views))
    if draw(st.booleans()):
        edge_source = draw(st.one_of(st.none(), st.sampled_from(views)))
        return {
            "connectionType": f"{count}_edge_connection",
            "type": {"space": draw(names), "externalId": draw(names)},
            "source": source,
            **({} if edge_source is None else {"edgeSource": edge_source}),
            "direction": draw(st.sampled_from(["outwards", "inwards"])),
            **text,
        }
    container: Json = {"type": "container", "space": "s", "externalId": "C"}
    return {
        "connectionType": f"{count}_reverse_direct_relation",
        "source": source,
        "through": {"source": draw(st.sampled_from([*views, container])), "identifier": draw(names)},
        "targetsList": draw(st.booleans()),
        **text,
    }


@st.composite
def filters(draw: st.DrawFn) -> Json:
    type_ = {"space": draw(names), "externalId": draw(names)}
    demand = {"equals": {"property": ["node", "type"], "value": type_}}
    return draw(st.sampled_from([demand, {"and": [{"matchAll": {}}, demand]}, {"not": demand}, {draw(names): 1}]))


@st.composite
def hostile(draw: st.DrawFn) -> Json:
    """A data model of up to four views; children have their parents' properties, mostly."""
    ids = draw(
        st.lists(st.tuples(names, names, names), min_size=1, max_size=4, unique=True).map(
            lambda found: [
                {"type": "view", "space": space, "externalId": external_id, "version": version}
                for space, external_id, version in found
            ]
        )
    )
    outside = {"type": "view", "space": "elsewhere", "externalId": draw(names), "version": draw(names)}
    views: list[Json] = []
    for number, view_id in enumerate(ids):
        parents = draw(st.lists(st.sampled_from(ids), max_size=2)) if number else []
        inherited = {
            name: prop
            for view in views
            for parent in parents
            if {key: view[key] for key in ("space", "externalId", "version")}
            == {k: parent[k] for k in list(parent)[1:]}
            for name, prop in view["properties"].items()
        }
        own = draw(st.dictionaries(names, st.one_of(properties(ids), connections([*ids, outside])), max_size=5))
        views.append(
            {
                **{key: value for key, value in view_id.items() if key != "type"},
                "name": draw(texts),
                "description": draw(texts),
                "implements": parents,
                "properties": {**inherited, **own},
                "createdTime": 1,
                "lastUpdatedTime": 1,
                "writable": draw(st.booleans()),
                "queryable": draw(st.booleans()),
                "usedFor": draw(st.sampled_from(["node", "node", "edge", "all"])),
                "isGlobal": False,
                "mappedContainers": [],
                **({"filter": draw(filters())} if draw(st.booleans()) else {}),
            }
        )
    return {
        "space": draw(names),
        "externalId": draw(names),
        "version": draw(names),
        "name": draw(texts),
        "description": draw(texts),
        "views": views,
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "isGlobal": False,
    }


class Given:
    """A source that has its data model already."""

    def __init__(self, model: Json) -> None:
        self._model = model

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return schema_of(self._model, "test").select(wanted)


def nasty_model() -> Json:
    """Every nasty text in every place there is, in one model."""
    everything = {name: _text_property(name) for name in NASTY}
    first = {"type": "view", "space": "s", "externalId": NASTY[0], "version": "v1"}
    connected = {name: _edges(name, first) for name in NASTY}
    views: list[Json] = [
        {
            "space": "s",
            "externalId": name,
            "version": "v1",
            "name": name,
            "description": name,
            "implements": [],
            "properties": everything if number == 0 else connected if number == 1 else {name: _text_property(name)},
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "writable": True,
            "queryable": True,
            "usedFor": "all" if number % 5 == 0 else "node",
            "isGlobal": False,
            "mappedContainers": [],
        }
        for number, name in enumerate(NASTY)
    ]
    return {
        "space": PAYLOAD,
        "externalId": '"""',
        "version": "\\",
        "views": views,
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "isGlobal": False,
    }


def _edges(text: str, target: Json) -> Json:
    return {
        "connectionType": "multi_edge_connection",
        "type": {"space": text, "externalId": text},
        "source": target,
        "direction": "outwards",
        "name": text,
        "description": text,
    }


def _text_property(text: str) -> Json:
    return {
        "type": {"type": "text", "list": False},
        "container": {"type": "container", "space": "s", "externalId": "C"},
        "containerPropertyIdentifier": "p",
        "nullable": False,
        "immutable": False,
        "autoIncrement": False,
        "defaultValue": text,
        "name": text,
        "description": text,
    }
