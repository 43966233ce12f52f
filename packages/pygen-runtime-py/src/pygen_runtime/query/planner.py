"""From what a caller asked for to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pygen_client import PygenValidationError
from pygen_client.schema import ViewId

from pygen_runtime.filters import And, Equals, Filter
from pygen_runtime.filters.paths import paths
from pygen_runtime.instances.decode import ItemForm
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Edge, Instance, Node
from pygen_runtime.keywords import check_instance_type
from pygen_runtime.operations.attributes import units_of
from pygen_runtime.operations.sort import check_terms, sort_terms
from pygen_runtime.properties import AnyProperty, SortTerm
from pygen_runtime.query.membership import members_of
from pygen_runtime.query.plan import MAX_SETS, Hop, Plan, Step
from pygen_runtime.query.simplify import all_of
from pygen_runtime.query.spec import QuerySpec
from pygen_runtime.relations.declarations import DirectRelation, EdgeRelation, Relation, ReverseRelation, declared
from pygen_runtime.spelling import did_you_mean

MAX_LIMIT_EACH = 2000
"""Edges of each node that the service can be asked for (behaviour.md section 4.1)."""

ROOT = "root"
_JOINT = "__"


def plan(spec: QuerySpec) -> Plan:
    """Make the plan of a query.

    Conditions are simplified. Every result set is asked to be in the view it is read through, because what is selected
    does not filter (behaviour.md section 16).

    Raises:
        PygenValidationError: A relation, property or sort does not fit the class, or there are more result sets than
            the service takes.
    """
    if spec.includes and issubclass(spec.item_class, Edge):
        raise PygenValidationError(f"{spec.item_class.__name__} are edges; include works on nodes")
    only = None
    if spec.only is not None:
        # The objects behind direct relations are found by the references that point to them.
        only = spec.only | {one.attribute for one in spec.includes if isinstance(one, DirectRelation)}
    reached, apart = _included(ROOT, spec.item_class, spec.includes)
    root = Step(
        name=ROOT,
        item_class=spec.item_class,
        expression={},
        filter=_condition(spec.item_class, spec.filters),
        sort=_sort(spec.item_class, spec.order),
        form=ItemForm(spec.item_class, only=only),
        steps=reached,
        apart=apart,
        of_edges=issubclass(spec.item_class, Edge),
        units=tuple(units_of(spec.item_class, dict(spec.units))),
    )
    _check_size(root)
    return Plan(root)


def _check_size(root: Step) -> None:
    count = sum(1 for _ in root.all())
    if count > MAX_SETS:
        raise PygenValidationError(
            f"The query needs {count} result sets, and the service takes {MAX_SETS}: include fewer relations, or "
            "follow them from the ids of a first query"
        )
    for step in root.all():
        for one in step.apart:
            _check_size(one)


def _included(
    name: str, owner: type[Any], relations: Iterable[Relation[Any]]
) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The result sets that are reached from this one, and those that have to be read apart."""
    known = declared(owner)
    found: dict[str, Step] = {}
    for relation in relations:
        check_relation(owner, relation)
        one = known.get(relation.attribute)
        if one is None or one.name != relation.name:
            hint = did_you_mean(relation.attribute, known)
            raise PygenValidationError(f"{owner.__name__} has no relation {relation.attribute!r}{hint}")
        if relation.attribute in found:
            raise PygenValidationError(f"{owner.__name__}.relations.{relation.attribute} is included twice")
        found[relation.attribute] = _step(name, owner, relation)
    listed = {name for name, step in found.items() if step.hop is not None and step.hop.kind == "listed"}
    return (
        tuple(step for name, step in found.items() if name not in listed),
        tuple(step for name, step in found.items() if name in listed),
    )


def check_relation(owner: type[Any], given: Any) -> None:
    """Refuse what is no relation: a name, or the property of the same name.

    Raises:
        PygenValidationError: It is none; the message names the relation that may be meant.
    """
    if isinstance(given, Relation):
        return
    name = given if isinstance(given, str) else getattr(given, "attribute", "")
    known = declared(owner)
    hint = f"; use {owner.__name__}.relations.{name}" if name in known else did_you_mean(name, known)
    raise PygenValidationError(f"{given!r} is no relation of {owner.__name__}{hint}")


def _step(before: str, owner: type[Any], relation: Relation[Any]) -> Step:
    name = f"{before}{_JOINT}{relation.name}"
    if relation.levels > 1:
        target = relation.target_class
        if relation.attribute not in declared(target):
            raise PygenValidationError(
                f"{owner.__name__}.relations.{relation.attribute} leads to {target.__name__}, which does not have it: "
                "depth works on relations of a view to itself"
            )
        deeper = replace(relation, levels=relation.levels - 1)
        relation = replace(relation, includes=(*relation.includes, deeper), levels=1)
    if isinstance(relation, EdgeRelation):
        return _edges(name, before, relation)
    if isinstance(relation, ReverseRelation):
        return _reverse(name, before, relation)
    return _direct(name, before, owner, relation)


def _direct(name: str, before: str, owner: type[Any], relation: Relation[Any]) -> Step:
    if relation.order or relation.most is not None:
        raise PygenValidationError(
            f"{owner.__name__}.relations.{relation.attribute} is a direct relation, whose references come as they are "
            "stored: it takes no sort and no limit"
        )
    return _nodes(
        name,
        {
            "from": before,
            "through": {"source": owner.view_id.dump(), "identifier": relation.name},
            "direction": "outwards",
        },
        relation,
        Hop("direct", relation.attribute),
    )


def _reverse(name: str, before: str, relation: ReverseRelation[Any]) -> Step:
    source, identifier = relation.through
    target = relation.target_class
    back, via = _way_back(target, source, identifier)
    hop = Hop("reverse", relation.attribute, single=relation.single, most=relation.most, back=back)
    if relation.through_list:
        # The service cannot follow lists of direct relations backwards (behaviour.md section 16), but filter on them.
        hop = replace(hop, kind="listed", path=(*source.as_path(), identifier))
        return _nodes(name, {}, relation, hop, via=via)
    through = {"source": source.dump(), "identifier": identifier}
    return _nodes(name, {"from": before, "through": through, "direction": "inwards"}, relation, hop, via=via)


def _way_back(target: type[Node], source: Any, identifier: str) -> tuple[str, tuple[ViewId, str] | None]:
    """The attribute that points back; where the class has none, the property of another view to be read, too."""
    names = {name: attribute for attribute, name in property_names(target).items()}
    own_views = [base.__dict__.get("view_id") for base in target.__mro__]
    if identifier in names and (source in own_views or not isinstance(source, ViewId)):
        return names[identifier], None
    if isinstance(source, ViewId):
        return "_via", (source, identifier)
    raise PygenValidationError(
        f"{target.__name__} has no property {identifier!r}, by which container {source} points back: read through "
        "a view that has it"
    )


def _edges(name: str, before: str, relation: EdgeRelation[Any, Any]) -> Step:
    edge_class = relation.edge_class
    on_edges, on_nodes = _split(relation, edge_class)
    # Without maxDistance the service may walk on over the edges of the nodes that it finds.
    expression: dict[str, Any] = {"from": before, "direction": relation.direction, "maxDistance": 1}
    if relation.most is not None and relation.most <= MAX_LIMIT_EACH and not on_nodes and not relation.order:
        expression["limitEach"] = relation.most
    edges = f"{name}{_JOINT}edges"
    inwards = relation.direction == "inwards"
    of_edges = {name: unit for name, unit in relation.in_units if name in property_names(edge_class)}
    ends = _nodes(
        name,
        {"from": edges, "chainTo": "destination"},
        replace(
            relation,
            filters=tuple(on_nodes),
            order=(),
            in_units=tuple((name, unit) for name, unit in relation.in_units if name not in of_edges),
        ),
        Hop("ends", relation.attribute, inwards=inwards, filtered=bool(on_nodes)),
    )
    return Step(
        name=edges,
        item_class=edge_class,
        expression=expression,
        filter=_condition(edge_class, [Equals(("edge", "type"), relation.type), *on_edges]),
        sort=_sort(edge_class, relation.order),
        form=ItemForm(edge_class),
        hop=Hop("edges", relation.attribute, single=relation.single, most=relation.most, inwards=inwards),
        steps=(ends,),
        of_edges=True,
        units=tuple(units_of(edge_class, of_edges)),
    )


def _nodes(
    name: str,
    expression: dict[str, Any],
    relation: Relation[Any],
    hop: Hop,
    *,
    via: tuple[ViewId, str] | None = None,
) -> Step:
    target = relation.target_class
    reached, apart = _included(name, target, relation.includes)
    return Step(
        name=name,
        item_class=target,
        expression=expression,
        filter=_condition(target, relation.filters),
        sort=_sort(target, relation.order),
        form=ItemForm(target, via=via, via_list=via is not None and hop.kind == "listed"),
        hop=hop,
        steps=reached,
        apart=apart,
        units=tuple(units_of(target, dict(relation.in_units))),
    )


def _split(relation: EdgeRelation[Any, Any], edge_class: type[Edge]) -> tuple[list[Filter], list[Filter]]:
    """The conditions on edges, and those on the nodes behind them."""
    on_edges: list[Filter] = []
    on_nodes: list[Filter] = []
    view: ViewId | None = getattr(edge_class, "view_id", None)
    place = ("edge",) if view is None else view.as_path()
    simplified = all_of(relation.filters)
    parts = simplified.filters if isinstance(simplified, And) else [] if simplified is None else [simplified]
    for part in parts:
        about = {path[0] == "edge" or path[: len(place)] == place for path in paths(part.dump())}
        if len(about) > 1:
            raise PygenValidationError(
                f"A condition of {relation.attribute} mixes properties of edges and of nodes: give them apart, as "
                "where(of edges, of nodes); both must hold"
            )
        (on_edges if about == {True} else on_nodes).append(part)
    return on_edges, on_nodes


def _condition(item_class: type[Instance], filters: Sequence[Filter]) -> Filter | None:
    for one in filters:
        check_instance_type(one, "edge" if issubclass(item_class, Edge) else "node")
    return all_of([*members_of(item_class), *filters])


def _sort(item_class: type[Instance], order: Sequence[SortTerm | str | AnyProperty[Any]]) -> tuple[dict[str, Any], ...]:
    terms: list[dict[str, Any]] = []
    for term in order:
        match term:
            case SortTerm():
                terms.append(term.dump())
            case AnyProperty():
                terms.append(SortTerm(term.path).dump())
            case str():
                terms += sort_terms(item_class, term, "ascending")
    check_terms(len(terms))
    return tuple(terms)
