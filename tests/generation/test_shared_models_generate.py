"""All real data models of the shared folder generate, and what is generated is Python that checkers accept."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
import type_checkers
from deployed_model import TOGETHER
from pygen_generator import GeneratedSDK, GeneratorConfig, Lock, LockSource, PythonConfig, Severity, apply, generate_sdk
from pygen_generator.schema import Schema
from pygen_generator.sources.file import schema_of

RESPONSES = Path(__file__).parents[3] / "shared" / "models" / "responses"
NAMES = sorted(path.stem for path in RESPONSES.glob("*.json"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not NAMES, reason="the shared models are not beside this checkout"),
]


class Given:
    """A source that has its schema already."""

    def __init__(self, *contents: Any) -> None:
        schemas = [schema_of(content, "test") for content in contents]
        self._schema = Schema(tuple(model for schema in schemas for model in schema.data_models))

    def load(self, wanted: Any) -> Schema:
        return self._schema.select(wanted)


def _content(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((RESPONSES / f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def _generate(name: str) -> GeneratedSDK:
    return generate_sdk(RESPONSES / f"{name}.json", GeneratorConfig(python=PythonConfig(package=name.lower())))


def _lines(sdk: GeneratedSDK) -> int:
    return sum(text.count("\n") for text in sdk.files.values())


@pytest.fixture(scope="module")
def all_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model as a package of its own, and some models as one, in one folder."""
    folder = tmp_path_factory.mktemp("packages")
    for name in NAMES:
        generated_sdk.write(_generate(name), folder)
    for names in TOGETHER:
        contents = [_content(name) for name in names.split("+")]
        config = GeneratorConfig(python=PythonConfig(package=names.replace("+", "_").lower()))
        generated_sdk.write(generate_sdk(Given(*contents), config), folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_python(name: str) -> None:
    for path, text in _generate(name).files.items():
        compile(text, path, "exec")


@pytest.mark.parametrize("name", NAMES)
def test_every_view_has_its_classes(name: str) -> None:
    sdk = _generate(name)
    text = "\n".join(text for path, text in sdk.files.items() if "/data_classes/" in path)
    ids = {
        tuple(ast.literal_eval(argument) for argument in node.value.args)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign)
        if ast.unparse(node.target) == "view_id" and isinstance(node.value, ast.Call)
    }
    views = _content(name)["dataModel"]["views"]
    assert ids == {(view["space"], view["externalId"], view["version"]) for view in views}


@pytest.mark.parametrize("name", NAMES)
def test_every_connection_is_generated_or_reported(name: str) -> None:
    sdk = _generate(name)
    left_out = {issue.place for issue in sdk.report if issue.action == "No attribute is generated for it."}
    declared = {
        (tuple(ast.literal_eval(part) for part in view_id.args), ast.literal_eval(line.value.args[0]))
        for path, text in sdk.files.items()
        if "/data_classes/" in path
        for class_ in ast.walk(ast.parse(text))
        if isinstance(class_, ast.ClassDef)
        for view_id in _view_ids(class_)
        for inner in class_.body
        if isinstance(inner, ast.ClassDef) and inner.name == "relations"
        for line in inner.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)
    }
    views = _content(name)["dataModel"]["views"]
    by_id: dict[tuple[str, ...], Any] = {(view["space"], view["externalId"], view["version"]): view for view in views}
    for view_id, view in by_id.items():
        for prop, value in view["properties"].items():
            if "connectionType" in value and _place(view_id, prop) not in left_out:
                assert any((ancestor, prop) in declared for ancestor in _line(view_id, by_id)), (view_id, prop)
    assert not [issue for issue in sdk.report if issue.severity is Severity.ERROR]


def _place(view_id: tuple[str, ...], prop: str) -> str:
    return "{}:{}({}).{}".format(*view_id, prop)


def _view_ids(class_: ast.ClassDef) -> list[ast.Call]:
    lines = [line for line in class_.body if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "view_id"]
    return [line.value for line in lines if isinstance(line.value, ast.Call)]


def _line(view_id: tuple[str, ...], by_id: dict[tuple[str, ...], Any]) -> Iterator[tuple[str, ...]]:
    """The view and all that it inherits from in the model."""
    yield view_id
    for parent in by_id[view_id]["implements"]:
        parent_id = (parent["space"], parent["externalId"], parent["version"])
        if parent_id in by_id:
            yield from _line(parent_id, by_id)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_answer_means_nothing(name: str) -> None:
    content = _content(name)
    chance = random.Random(name)  # noqa: S311 - a fixed shuffle
    chance.shuffle(content["dataModel"]["views"])
    for view in content["dataModel"]["views"]:
        items = list(view["properties"].items())
        chance.shuffle(items)
        view["properties"] = dict(items)

    config = GeneratorConfig(python=PythonConfig(package=name.lower()))
    assert generate_sdk(Given(content), config).files == _generate(name).files


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_generates_the_same_bytes(name: str, tmp_path: Path) -> None:
    sdk = _generate(name)
    (tmp_path / "pygen.lock").write_text(sdk.lock.dump(), encoding="utf-8")
    again = generate_sdk(
        LockSource(tmp_path / "pygen.lock"), GeneratorConfig(python=PythonConfig(package=name.lower()))
    )

    assert again.files == sdk.files
    assert again.lock.dump() == sdk.lock.dump()
    assert Lock.load(sdk.lock.dump()).schema_hash == sdk.lock.schema_hash


def test_mypy_accepts_all_of_them_strictly(all_packages: Path) -> None:
    done = type_checkers.mypy(all_packages, ".")

    assert done.returncode == 0, done.stdout


def test_pyright_accepts_all_of_them(all_packages: Path) -> None:
    done = type_checkers.pyright(all_packages, ".")

    assert done.returncode == 0, done.stdout


def test_ruff_finds_nothing_to_mend_or_to_format(all_packages: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", "--line-length", "120", "."],
            cwd=all_packages,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_cognite_core_stays_small() -> None:
    assert _lines(_generate("CogniteCore")) < 8_000


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_longer_than_it_must_be(name: str) -> None:
    """But for notes to type checkers, which formatters do not count."""
    for path, text in _generate(name).files.items():
        long = [line for line in text.splitlines() if len(line.split("  # ")[0]) > 120]
        assert long == [], path


class TestWhatIsSpecial:
    """The models by what the shared folder's README says is special of them."""

    def _fields(self, sdk: GeneratedSDK, module: str, class_name: str) -> dict[str, str]:
        (path,) = (path for path in sdk.files if path.endswith(f"/data_classes/{module}.py"))
        classes = [node for node in ast.parse(sdk.files[path]).body if isinstance(node, ast.ClassDef)]
        (found,) = (node for node in classes if node.name == class_name)
        fields = [node for node in found.body if isinstance(node, ast.AnnAssign)]
        return {ast.unparse(node.target): ast.unparse(node.annotation) for node in fields}

    def _codes(self, sdk: GeneratedSDK) -> set[str]:
        return {issue.code for issue in sdk.report}

    def test_a_view_and_a_property_called_field(self) -> None:
        assert self._fields(_generate("Fields"), "field", "Field")

    def test_names_like_type_version_and_source_stay_as_they_are(self) -> None:
        assert {"source", "type"} <= self._fields(
            _generate("CogniteCore"), "cognite_sourceable", "CogniteSourceable"
        ).keys() | {*self._fields(_generate("CogniteCore"), "cognite_asset", "CogniteAsset")}
        assert "renamed" not in self._codes(_generate("CogniteCore"))

    def test_a_property_called_json_is_renamed_and_reported(self) -> None:
        sdk = _generate("Omni")

        assert "json_" in self._fields(sdk, "primitive_nullable", "PrimitiveNullable")
        assert "renamed" in self._codes(sdk)

    def test_edges_in_both_directions_with_and_without_properties(self) -> None:
        fields = self._fields(_generate("Omni"), "connection_item_e", "ConnectionItemE")
        assert fields["inwards_single"] == "LinkTo['ConnectionItemD', 'Edge']"
        assert fields["inwards_single_property"] == "LinkTo['ConnectionItemF', 'ConnectionEdgeA']"
        assert fields["direct_reverse_multi"] == "Many['ConnectionItemD']"

    def test_views_that_are_equal_after_a_plural(self) -> None:
        assert {"pumps/data_classes/pump.py", "pumps/data_classes/pumps.py"} <= _generate("Pumps").files.keys()

    def test_views_with_versions_of_their_own(self) -> None:
        assert 'ViewId("IntegrationTestsImmutable", "Pump", "' in _generate("Pumps").files["pumps/data_classes/pump.py"]

    def test_units_stand_in_the_docstring(self) -> None:
        assert "Unit: " in "".join(_generate("WindTurbine").files.values())

    def test_an_enum_whose_values_are_known(self) -> None:
        sdk = _generate("PopulationTestModel")
        assert "Literal" in "".join(self._fields(sdk, "primitive_nullable", "PrimitiveNullable").values())

    def test_a_number_that_the_service_counts(self) -> None:
        fields = self._fields(_generate("Omni"), "primitive_with_defaults", "PrimitiveWithDefaultsWrite")
        assert fields["auto_increment_int32"] == "Annotated[Int32 | None, prop('autoIncrementInt32', nullable=False)]"

    def test_defaults_of_views_that_were_recorded(self) -> None:
        sdk = _generate("RecordedViews")
        assert '= "flux-capacitor-levels"' in "".join(sdk.files.values())

    def test_views_for_edges_only_and_for_both(self) -> None:
        files = _generate("CogniteCore").files

        assert (
            "class CogniteAnnotation(CogniteDescribableEdge, CogniteSourceableEdge):"
            in (files["cognitecore/data_classes/cognite_annotation.py"])
        )
        assert "class CogniteDescribable(Node):" in files["cognitecore/data_classes/cognite_describable.py"]
        assert "class CogniteDescribableEdge(Edge):" in files["cognitecore/data_classes/cognite_describable_edge.py"]

    def test_views_that_cannot_be_written(self) -> None:
        text = _generate("Omni").files["omni/data_classes/implementation1_non_writeable.py"]
        assert "Write(" not in text

    def test_parents_outside_of_the_model(self) -> None:
        sdk = _generate("IdmExtension")

        assert "parent-outside-model" in self._codes(sdk)
        assert "name" in self._fields(sdk, "your_org_asset", "YourOrgAsset")

    def test_relations_that_lead_out_of_the_model(self) -> None:
        sdk = _generate("HelperDataModel")

        assert "target-outside-model" in self._codes(sdk)
        assert any(
            "Ref['Node']" in text for text in self._fields(sdk, "file_annotation_state", "FileAnnotationState").values()
        )

    def test_a_model_that_is_broken_on_purpose_says_so(self) -> None:
        assert "reverse-through-nothing" in self._codes(_generate("BrokenConnections"))

    def test_views_through_which_nothing_can_be_written(self) -> None:
        places = {issue.place for issue in _generate("CdmExtensionFull").report if issue.code == "nodes-and-edges"}
        assert places == {
            "sp_enterprise_schema:YourOrg360ImageAnnotation(v1)",
            "sp_enterprise_schema:YourOrgDiagramAnnotation(v1)",
        }

    def test_relations_that_are_narrowed_by_children(self) -> None:
        sdk = _generate("CogniteCore")
        text = sdk.files["cognitecore/data_classes/cognite_cad_revision.py"]
        assert 'prop("model3D")] = None  # pyright: ignore[reportIncompatibleVariableOverride]' in text
        assert "class CogniteCADRevision(Cognite3DRevision):" in text

    def test_connections_that_lead_to_something_else_than_the_parent_says(self) -> None:
        dropped = {issue.place for issue in _generate("Rmdm").report if issue.code == "base-dropped"}
        assert "rmdm:Asset(v1)" in dropped

    def test_one_view_name_in_two_versions_and_two_spaces(self) -> None:
        contents = [_content(name) for name in ("OmniMultiA", "OmniMultiB", "OmniMultiC")]
        sdk = generate_sdk(Given(*contents), GeneratorConfig(python=PythonConfig(package="multi")))
        clients = sdk.files["multi/_client.py"]

        assert all(
            f"    {name}: LazyAPI" in clients for name in ("implementation1", "implementation1_pygen_models_other_v1")
        )
        assert {code for code, _ in ((issue.code, issue.place) for issue in sdk.report)} == {"renamed"}

    def test_data_models_that_share_views(self, tmp_path: Path) -> None:
        contents = [_content(name) for name in ("CogPool", "PygenPool")]
        sdk = generate_sdk(Given(*contents), GeneratorConfig(python=PythonConfig(package="pools")))
        apply(sdk, tmp_path)

        with generated_sdk.imported(tmp_path, "pools") as pools:
            assert {"CogPool", "PygenPool", "Market"} <= set(pools.__all__)
            assert pools.CogPoolClient.data_model_ids == tuple(
                sorted(model.as_id() for model in sdk.lock.schema.data_models)
            )


@pytest.fixture(scope="module")
def imported_omni(all_packages: Path) -> Iterator[Any]:
    with generated_sdk.imported(all_packages, "omni") as module:
        yield module


def test_everything_that_a_package_offers_is_there(imported_omni: Any) -> None:
    assert all(hasattr(imported_omni, name) for name in imported_omni.__all__)
