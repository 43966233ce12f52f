"""The tables of reserved names say what the classes that generated code inherits from say."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from pydantic import BaseModel
from pygen_generator.languages.python import reserved
from pygen_generator.languages.python.filters import SORTED_ALWAYS
from pygen_generator.languages.python.package import CONTRACT
from pygen_runtime import codegen

INSTANCES = (codegen.Node, codegen.Edge, codegen.NodeWrite, codegen.EdgeWrite)


def _public(classes: Iterable[type]) -> set[str]:
    names = {name for cls in classes for name in [*dir(cls), *inspect.get_annotations(cls)]}
    names |= {name for cls in classes for name in getattr(cls, "model_fields", {})}
    return {name for name in names if not name.startswith("_")}


def test_every_attribute_of_the_base_classes_is_reserved() -> None:
    assert _public(INSTANCES) - _public([BaseModel]) <= reserved.INSTANCE_ATTRIBUTES


def test_no_more_is_reserved_than_the_base_classes_have() -> None:
    generated = {"as_write", "view_id", "props", "relations"}
    sorting = set(SORTED_ALWAYS)

    assert reserved.INSTANCE_ATTRIBUTES - _public(INSTANCES) <= generated | sorting


def test_every_key_of_the_base_filters_and_every_parameter_is_reserved() -> None:
    keys = {*codegen.NodeFilters.__annotations__, *codegen.EdgeFilters.__annotations__}
    methods = [codegen.InstanceAPI.retrieve, codegen.AsyncInstanceAPI.retrieve]

    assert keys <= reserved.FILTERS
    assert {"self", "sort_by", "sort_direction", "limit", "chunk_size", "cursor"} <= reserved.FILTERS
    assert all(callable(method) for method in methods)


def test_every_attribute_of_the_base_clients_is_reserved() -> None:
    assert _public([codegen.InstanceClient, codegen.AsyncInstanceClient]) <= reserved.CLIENT_ATTRIBUTES


def test_generator_and_runtime_speak_of_the_same_contract() -> None:
    assert CONTRACT == codegen.CONTRACT
