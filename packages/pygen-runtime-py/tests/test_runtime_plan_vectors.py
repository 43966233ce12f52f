"""The shared cases of tests/vectors/plan: from a query to the request that the service gets."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from pygen_client import PygenValidationError
from pygen_client.schema import ContainerId, NodeId, ViewId
from pygen_runtime.codegen import DirectRelation, Edge, EdgeRelation, Node, Ref, ReverseRelation
from pygen_runtime.filters import And, Equals, Filter, In, MatchAll, Not, Or, Prefix, Range
from pygen_runtime.instances import Instance
from pygen_runtime.properties import SortTerm
from pygen_runtime.query.plan import Plan
from pygen_runtime.query.planner import plan
from pygen_runtime.query.spec import QuerySpec
from pygen_runtime.relations import Relation

VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "plan"
FILES = sorted(path for path in VECTORS.glob("*.json") if path.name != "views.json")
CASES = [(path.stem, case) for path in FILES for case in json.loads(path.read_text("utf-8"))]
TYPES: dict[tuple[str, bool], Any] = {
    ("text", False): str,
    ("float64", False): float,
    ("direct", False): Ref,
    ("direct", True): list[Ref[Any]],
}
Json = dict[str, Any]
FILTERS: dict[str, Callable[[Any], Filter]] = {
    "and": lambda body: And(map(filter_of, body)),
    "or": lambda body: Or(map(filter_of, body)),
    "not": lambda body: Not(filter_of(body)),
    "matchAll": lambda body: MatchAll(),
    "equals": lambda body: Equals(tuple(body["property"]), body["value"]),
    "prefix": lambda body: Prefix(tuple(body["property"]), body["value"]),
    "in": lambda body: In(tuple(body["property"]), body["values"]),
    "range": lambda body: Range(tuple(body["property"]), **{key: body[key] for key in body if key != "property"}),
}


def filter_of(form: Json) -> Filter:
    ((name, body),) = form.items()
    return FILTERS[name](body)


@pytest.fixture(scope="module")
def views() -> Any:
    """The declared views as classes, in modules as a generated SDK has them."""
    declared = json.loads((VECTORS / "views.json").read_text("utf-8"))
    package = ModuleType("plan_vectors")
    package.__path__ = []
    sys.modules["plan_vectors"] = package
    module = sys.modules["plan_vectors.views"] = ModuleType("plan_vectors.views")
    try:
        for name, view in declared.items():
            setattr(module, name, data_class(module, name, view))
        yield module
    finally:
        del sys.modules["plan_vectors"], sys.modules["plan_vectors.views"]


def data_class(module: ModuleType, name: str, view: Json) -> Any:
    base: Any = getattr(module, view["extends"]) if "extends" in view else Edge if view["usedFor"] == "edge" else Node
    types = {key: TYPES[one["type"], one.get("list", False)] for key, one in view["properties"].items()}
    relations = {key: relation(key, one) for key, one in view["relations"].items()}
    members = {
        "__module__": module.__name__,
        "__annotations__": {**{key: one | None for key, one in types.items()}, "relations": ClassVar[Any]},
        **dict.fromkeys(types),
        "relations": type("relations", (base.relations,), {"__module__": module.__name__, **relations}),
    }
    made = type(name, (base,), members)
    made.view_id = ViewId(view["view"]["space"], view["view"]["externalId"], view["view"]["version"])  # type: ignore[attr-defined]  # declared in Instance
    return made


def relation(name: str, one: Json) -> Relation[Any]:
    target = None if one["target"] is None else f".views:{one['target']}"
    if one["kind"] == "direct":
        return DirectRelation(name, target)
    if one["kind"] == "edge":
        edge = None if one["edge"] is None else f".views:{one['edge']}"
        kind = NodeId(one["type"]["space"], one["type"]["externalId"])
        single = one.get("single", False)
        return EdgeRelation(name, target, edge, type=kind, direction=one["direction"], single=single)
    source = one["through"]["source"]
    place = (source["space"], source["externalId"])
    owner = ViewId(*place, source["version"]) if source["type"] == "view" else ContainerId(*place)
    through = (owner, one["through"]["identifier"])
    listed = one.get("throughList", False)
    return ReverseRelation(name, target, through=through, through_list=listed, single=one.get("single", False))


def include(views: ModuleType, owner: Any, form: Json) -> Relation[Any]:
    name = form["relation"]
    if "." in name:
        other, _, name = name.partition(".")
        owner = getattr(views, other)
    found: Relation[Any] = getattr(owner.relations, name)
    found = found.where(*map(filter_of, form.get("where", ())))
    found = found.include(*(include(views, found.target_class, one) for one in form.get("include", ())))
    sorted_class = found.edge_class if isinstance(found, EdgeRelation) else found.target_class
    found = found.sort(*(term(sorted_class, one) for one in form.get("sort", ())))
    found = found.limit(form["limit"]) if "limit" in form else found
    return found.depth(form["depth"]) if "depth" in form else found


def term(owner: type[Instance], form: Json) -> SortTerm:
    view = owner.view_id
    return SortTerm((view.space, f"{view.external_id}/{view.version}", form["property"]), form["direction"])


def planned(views: ModuleType, query: Json) -> Plan:
    owner = getattr(views, query["view"])
    return plan(
        QuerySpec(
            owner,
            filters=tuple(map(filter_of, query.get("where", ()))),
            includes=tuple(include(views, owner, one) for one in query.get("include", ())),
            order=tuple(term(owner, one) for one in query.get("sort", ())),
            only=frozenset(query["select"]) if "select" in query else None,
        )
    )


@pytest.mark.parametrize(("case"), [pytest.param(case, id=f"{file}: {case['name']}") for file, case in CASES])
def test_the_plan_is_the_shared_one(views: ModuleType, case: Json) -> None:
    if "error" in case:
        with pytest.raises(PygenValidationError) as caught:
            planned(views, case["query"])
        assert case["error"] in str(caught.value)
        return

    found = planned(views, case["query"])

    assert found.dump() == case["plan"]
    apart = {one.name: one for step in found.steps() for one in step.apart}
    ids = [NodeId("shop", "one")]
    assert {name: Plan(one.pointing_to(ids)).dump() for name, one in apart.items()} == case.get("apart", {})


def test_there_are_cases() -> None:
    assert {path.stem for path in FILES} == {"conditions", "refusals", "relations", "root"}
