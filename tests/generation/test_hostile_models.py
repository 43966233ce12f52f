"""Models whose names and texts are meant to break or to take over what is generated from them."""

from __future__ import annotations

import ast
import builtins
import json
from pathlib import Path

import generated_sdk
import pytest
import type_checkers
from hostile_models import NASTY, Given, Json, hostile, nasty_model
from hypothesis import HealthCheck, given, settings
from pygen_generator import GeneratedSDK, GeneratorConfig, PythonConfig, generate_sdk
from pygen_runtime.codegen import NodeWrite


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


@pytest.fixture(scope="module")
def sdk() -> GeneratedSDK:
    return _generate(nasty_model())


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
        done = type_checkers.mypy(tmp_path, "hostile_sdk")

        assert done.returncode == 0, done.stdout

    def test_its_lock_reads_back(self, sdk: GeneratedSDK) -> None:
        assert json.loads(sdk.lock.dump())["files"].keys() == sdk.files.keys()
