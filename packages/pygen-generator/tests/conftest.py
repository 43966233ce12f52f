"""Small data models, written as the service answers them, and a look into the Python that is generated from them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from pygen_client.schema import DataModel, DataModelId
from pygen_generator import Comparison, GeneratedSDK, GeneratorConfig, Hook, Schema, compare_schemas, generate_sdk

JsonDict = dict[str, Any]


class Models:
    """Makes parts of data models; what a test does not care about is filled in."""

    def type(self, name: str, **options: Any) -> JsonDict:
        return {"type": name, "list": False, **options}

    def prop(self, type_: str | JsonDict = "text", **options: Any) -> JsonDict:
        return {
            "type": self.type(type_) if isinstance(type_, str) else type_,
            "container": {"type": "container", "space": "s", "externalId": "C"},
            "containerPropertyIdentifier": "p",
            "nullable": True,
            "immutable": False,
            "autoIncrement": False,
            **options,
        }

    def relation(self, target: str | None = None, *, is_list: bool = False, **options: Any) -> JsonDict:
        type_: JsonDict = {"type": "direct", "list": is_list}
        if target is not None:
            type_["source"] = self.view_id(target)
        return self.prop(type_, **options)

    def enum(self, *values: str, **options: Any) -> JsonDict:
        return self.prop({"type": "enum", "list": False, "values": {value: {} for value in values}}, **options)

    def edges(
        self,
        target: str,
        *,
        view: str | None = None,
        single: bool = False,
        direction: str = "outwards",
        type_: tuple[str, str] = ("s", "t"),
        **options: Any,
    ) -> JsonDict:
        return {
            "connectionType": f"{'single' if single else 'multi'}_edge_connection",
            "type": {"space": type_[0], "externalId": type_[1]},
            "source": self.view_id(target),
            **({"edgeSource": self.view_id(view)} if view else {}),
            "direction": direction,
            **options,
        }

    def reverse(
        self, target: str, through: str | JsonDict, identifier: str, *, single: bool = False, **options: Any
    ) -> JsonDict:
        return {
            "connectionType": f"{'single' if single else 'multi'}_reverse_direct_relation",
            "source": self.view_id(target),
            "through": {
                "source": self.view_id(through) if isinstance(through, str) else through,
                "identifier": identifier,
            },
            "targetsList": False,
            **options,
        }

    def view_id(self, name: str, space: str = "s", version: str = "v1") -> JsonDict:
        return {"type": "view", "space": space, "externalId": name, "version": version}

    def view(
        self,
        name: str,
        properties: Mapping[str, JsonDict] | None = None,
        /,
        *,
        implements: Sequence[str] = (),
        space: str = "s",
        version: str = "v1",
        **options: Any,
    ) -> JsonDict:
        return {
            "space": space,
            "externalId": name,
            "version": version,
            "properties": dict(properties or {}),
            "implements": [self.view_id(parent) for parent in implements],
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "writable": True,
            "queryable": True,
            "usedFor": "node",
            "isGlobal": False,
            "mappedContainers": [],
            **options,
        }

    def data_model(self, *views: JsonDict, external_id: str = "Shop", **options: Any) -> JsonDict:
        return {
            "space": "s",
            "externalId": external_id,
            "version": "v1",
            "views": list(views),
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "isGlobal": False,
            **options,
        }


@dataclass(frozen=True)
class InMemory:
    """A source that has its data models already."""

    data_models: tuple[JsonDict, ...]

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return Schema(tuple(DataModel.load(model) for model in self.data_models)).select(wanted)


class Look:
    """One generated SDK, seen through the syntax of its files."""

    def __init__(self, sdk: GeneratedSDK) -> None:
        self.sdk = sdk
        self.package = next(iter(sdk.files)).split("/")[0]

    def text(self, path: str) -> str:
        return self.sdk.files[f"{self.package}/{path}"]

    def classes(self, path: str) -> dict[str, ast.ClassDef]:
        body = ast.parse(self.text(path)).body
        return {node.name: node for node in body if isinstance(node, ast.ClassDef)}

    def fields(self, path: str, class_name: str) -> dict[str, str]:
        """Attribute to annotation, and to the default behind ``=`` if there is one."""
        fields = [node for node in self.classes(path)[class_name].body if isinstance(node, ast.AnnAssign)]
        return {
            ast.unparse(node.target): ast.unparse(node.annotation)
            + (f" = {ast.unparse(node.value)}" if node.value else "")
            for node in fields
            if ast.unparse(node.target) != "view_id"
        }

    def inner(self, path: str, class_name: str, name: str = "relations") -> dict[str, str]:
        """The class inside of a data class: its bases under ``(bases)``, and attribute to value."""
        nodes = [node for node in self.classes(path)[class_name].body if isinstance(node, ast.ClassDef)]
        for node in nodes:
            if node.name == name:
                lines = [line for line in node.body if isinstance(line, ast.Assign)]
                found = {ast.unparse(line.targets[0]): ast.unparse(line.value) for line in lines}
                return {"(bases)": ", ".join(ast.unparse(base) for base in node.bases), **found}
        return {}

    def bases(self, path: str, class_name: str) -> list[str]:
        return [ast.unparse(base) for base in self.classes(path)[class_name].bases]

    def codes(self, *, ignore: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Code and place of every issue."""
        return [(issue.code, issue.place) for issue in self.sdk.report if issue.code not in ignore]


@pytest.fixture
def models() -> Models:
    return Models()


@pytest.fixture
def generate(models: Models) -> Callable[..., Look]:
    """Generate from views (or from whole data models, told by their ``views``) and look at the result."""

    def run(*parts: JsonDict, **settings: Any) -> Look:
        views = [part for part in parts if "views" not in part]
        given = [part for part in parts if "views" in part]
        data_models = (*given, *([models.data_model(*views)] if views else []))
        return Look(generate_sdk(InMemory(data_models), GeneratorConfig.model_validate(settings)))

    return run


@pytest.fixture
def compare(models: Models) -> Callable[..., Comparison]:
    """Compare two data models, each given by its views, or two lists of whole data models."""

    def run(
        old: Sequence[JsonDict], new: Sequence[JsonDict], *, hooks: Sequence[Hook] = (), **settings: Any
    ) -> Comparison:
        sides = [side if side and "views" in side[0] else [models.data_model(*side)] for side in (old, new)]
        before, now = (InMemory(tuple(side)).load(()) for side in sides)
        return compare_schemas(before, now, GeneratorConfig.model_validate(settings), hooks=hooks)

    return run
