"""Models whose names and texts are meant to break or to take over what is generated from them."""

from __future__ import annotations

import ast
import builtins
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pygen_client.schema import DataModelId
from pygen_generator import GeneratedSDK, GeneratorConfig, PythonConfig, Schema, generate_sdk
from pygen_generator.sources.file import schema_of
from pygen_runtime.codegen import NodeWrite

Json = dict[str, Any]

PAYLOAD = "__import__('builtins').__setattr__('pwned', 1)"
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


def _generate(model: Json, package: str = "hostile_sdk") -> GeneratedSDK:
    return generate_sdk(
        Given(model), GeneratorConfig(python=PythonConfig(package=package, client_name="HostileClient"))
    )


PROPERTY_CALLS = {
    f"{kind}{many}Property"
    for kind in ("Boolean", "Date", "Float", "Int", "Json", "Reference", "Relation", "Text", "Timestamp")
    for many in ("", "List")
}
CALLS = {
    *PROPERTY_CALLS,
    "Annotated",
    "DataModelId",
    "DirectRelation",
    "EdgeRelation",
    "EnumProperty",
    "LazyAPI",
    "NodeId",
    "ReverseRelation",
    "ViewId",
    "at_least",
    "at_most",
    "awaited",
    "connection",
    "contains_any",
    "date",
    "datetime",
    "edges",
    "equals",
    "iterated",
    "lazy_package",
    "prefix",
    "prop",
    "require_contract",
}
METHODS = {"list", "iterate", "search", "count", "aggregate", "histogram"}
PASSED_ON = {"_as_write", *(f"_{name}" for name in METHODS)}
MODULES = {"typing", "collections.abc", "datetime", "builtins", "pygen_runtime.codegen", "pydantic"}
STATEMENTS = (
    ast.Module,
    ast.Import,
    ast.ImportFrom,
    ast.ClassDef,
    ast.AnnAssign,
    ast.Assign,
    ast.If,
    ast.Return,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Expr,
    ast.Pass,
)


def _check_harmless(path: str, text: str) -> None:
    """Nothing in the file acts but the calls that declarations are made of."""
    for node in ast.walk(ast.parse(text, path)):
        if isinstance(node, ast.stmt):
            assert isinstance(node, STATEMENTS), ast.dump(node)
        if isinstance(node, ast.Expr):
            assert (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)) or (
                ast.unparse(node).startswith("require_contract(")
            )
        if isinstance(node, ast.Call):
            # EdgeRelation["Node", "Edge"](...)
            call = ast.unparse(node.func.value if isinstance(node.func, ast.Subscript) else node.func)
            assert call.rstrip("_") in CALLS or call.removeprefix("self.") in PASSED_ON, call
        if isinstance(node, ast.Attribute):
            of_relations = isinstance(node.value, ast.Attribute) and node.value.attr == "relations"
            assert of_relations or node.attr in {*PASSED_ON, *METHODS, "props", "relations", "utc"}
        if isinstance(node, ast.ImportFrom):
            assert node.level or node.module in MODULES
        assert not isinstance(node, (ast.Import, ast.Lambda, ast.ListComp, ast.JoinedStr, ast.Await)) or isinstance(
            node, ast.Await
        )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile())
def test_no_text_of_a_model_becomes_code(model: Json) -> None:
    for path, text in _generate(model).files.items():
        assert path.isascii()
        assert all(part.replace(".", "a").isidentifier() for part in path.split("/"))
        text.encode()
        _check_harmless(path, text)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=hostile())
def test_it_generates_the_same_whatever_the_order(model: Json) -> None:
    turned = [{**view, "properties": dict(reversed(view["properties"].items()))} for view in reversed(model["views"])]

    assert _generate({**model, "views": turned}).files == _generate(model).files


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(model=hostile())
def test_what_is_generated_imports_and_runs_nothing(model: Json, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    sdk = _generate(model)
    generated_sdk.write(sdk, folder)

    with generated_sdk.imported(folder, "hostile_sdk") as module:
        for name in module.__all__:
            offered = getattr(module, name)
            if hasattr(offered, "model_rebuild"):
                offered.model_rebuild(force=True)
    assert not hasattr(builtins, "pwned")


def _nasty_model() -> Json:
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


@pytest.fixture(scope="module")
def sdk() -> GeneratedSDK:
    return _generate(_nasty_model())


class TestTheNastiestModel:
    def test_every_text_is_there_as_a_value(self, sdk: GeneratedSDK) -> None:
        constants = {
            node.value
            for text in sdk.files.values()
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert set(NASTY) <= constants

    def test_every_file_is_harmless(self, sdk: GeneratedSDK) -> None:
        for path, text in sdk.files.items():
            _check_harmless(path, text)

    def test_every_rename_is_reported(self, sdk: GeneratedSDK) -> None:
        renamed = {issue.place for issue in sdk.report if issue.code == "renamed"}

        for name in (
            "class",
            "json",
            "copy",
            "model_config",
            "model_fields",
            "space",
            "external_id",
            "",
            "_",
            "9",
        ):
            assert f"s:{NASTY[0]}(v1).{name}" in renamed

    def test_it_imports_and_its_defaults_are_the_texts(self, sdk: GeneratedSDK, tmp_path: Path) -> None:
        generated_sdk.write(sdk, tmp_path)
        with generated_sdk.imported(tmp_path, "hostile_sdk") as module:
            classes = [getattr(module, name) for name in module.__all__]
            written = [cls for cls in classes if issubclass(cls, NodeWrite)]
            assert any(set(NASTY) <= {field.default for field in cls.model_fields.values()} for cls in written)
        assert not hasattr(builtins, "pwned")

    def test_mypy_accepts_it(self, sdk: GeneratedSDK, tmp_path: Path) -> None:
        generated_sdk.write(sdk, tmp_path)
        config = tmp_path / "mypy.ini"
        config.write_text("[mypy]\nstrict = True\npython_version = 3.10\n")
        command = ["-m", "mypy", "--config-file", str(config), "--cache-dir", str(tmp_path / "cache"), "hostile_sdk"]
        done = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stdout

    def test_its_lock_reads_back(self, sdk: GeneratedSDK) -> None:
        assert json.loads(sdk.lock.dump())["files"].keys() == sdk.files.keys()
