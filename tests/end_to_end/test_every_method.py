"""Every method of every view of every data model, called through its generated SDK on instances that are there."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deployed_model import SPACE, Deployed, apis, write
from pygen_client import AsyncPygenClient
from pygen_client.schema import MappedProperty, NodeId
from pygen_runtime import Avg, Count, Instance, Max, Min, Node, Ref, Sum
from pygen_runtime.keywords import Keyword, meanings
from pygen_runtime.relations import DirectRelation, EdgeRelation, Relation, ReverseRelation
from pygen_runtime.relations.declarations import declared

NUMBERS = {"int32": 0, "float32": 1, "float64": 2, "int64": 3}
"""Types of numbers, those whose sums stay small first."""


@dataclass
class Written:
    """One instance that was written through its view, with its edges."""

    seed: int
    given: Any
    edges: dict[str, Any]
    """What was given for each connection, by attribute."""


def write_all(model: Deployed, sdk: Any, client: Any) -> dict[type[Instance], Written]:
    """One instance of every class that can have any, with an edge for each connection that takes some."""
    written = {}
    classes = model.read_classes()
    # Others write instances with smaller numbers.
    for seed, read_class in enumerate(classes, start=2 * len(classes)):
        if not model.can_exist(model.views[read_class.view_id]):
            continue
        given, before = model.example(read_class, seed)
        if before:
            write(client, [before])
        item = given.as_write()
        edges = {
            name: model.edge(relation, seed)
            for name, relation in edge_relations(read_class)
            if name in type(item).model_fields
        }
        for name, edge in edges.items():
            single = getattr(read_class.relations, name).single  # type: ignore[attr-defined]  # of Node and Edge
            setattr(item, name, edge if single else [edge])
        sdk.upsert(item)
        written[read_class] = Written(seed, given, edges)
    return written


def relations(read_class: type[Any]) -> dict[str, Relation[Any]]:
    return declared(read_class)


def edge_relations(read_class: type[Instance]) -> Iterator[tuple[str, EdgeRelation[Any, Any]]]:
    return ((name, one) for name, one in relations(read_class).items() if isinstance(one, EdgeRelation))


def keywords(api: Any, given: Any) -> dict[str, Any]:
    """A value for every keyword filter, so that the instance meets them all."""
    found: dict[str, Any] = {}
    values = {name: getattr(given, attribute) for attribute, name in attributes(type(given)).items()}
    for name, meaning in meanings(api._filters_class).items():
        keyword: Keyword = meaning.keyword
        if keyword.of_instance or keyword.operator in ("filter", "option"):
            continue
        value = values[keyword.property]
        if keyword.operator == "prefix":
            value = value[:3]
        elif keyword.operator == "contains_any":
            value = value[:1]
        found[name] = value
    return found


def attributes(read_class: type[Instance]) -> Mapping[str, str]:
    """Attribute to property of the view."""
    found = (getattr(read_class.props, name) for name in dir(read_class.props) if not name.startswith("_"))  # type: ignore[attr-defined]  # of Node and Edge
    return {one.attribute: one.name for one in found if not one._of_instance}


def number(model: Deployed, read_class: type[Instance]) -> str | None:
    """An attribute that holds a number."""
    properties = model.views[read_class.view_id].properties
    found = [
        (NUMBERS[prop.type.type], attribute)
        for attribute, name in attributes(read_class).items()
        if isinstance(prop := properties[name], MappedProperty) and prop.type.type in NUMBERS and not prop.type.is_list
    ]
    return min(found)[1] if found else None


def ids(items: Iterable[Any]) -> set[Any]:
    return {item.as_id() for item in items}


def a_third(there: set[Any]) -> int:
    """The size of pages of which there are three or more, where that many instances are."""
    return max(1, len(there) // 3)


def test_every_method_that_reads(model: Deployed) -> None:
    with model.client() as client:
        sdk = model.module.Client(client)
        written = write_all(model, sdk, client)
        for read_class, api in apis(sdk).items():
            everything = api.list(limit=None)
            there = ids(everything)
            assert len(there) == len(everything)
            assert ids(api.iterate(chunk_size=a_third(there))) == there
            assert len(api.iterate(chunk_size=2, limit=3).pages().__next__().items) == min(2, len(there))
            assert ids(api.query().list()) == there
            assert api.count() == len(there)
            assert ids(api.search(limit=1000)) == there
            assert {item.as_id() for batch in api.sync() for item in batch.upserted} == there
            assert api.retrieve((SPACE, "nothing")) is None
            if read_class in written:
                ask_for_one(model, api, written[read_class], there)


def ask_for_one(model: Deployed, api: Any, one: Written, there: set[Any]) -> None:
    """What an instance that is known is found by."""
    own = one.given.as_id()
    assert own in there
    assert api.retrieve(own).as_id() == own
    assert ids(api.retrieve([own, (SPACE, "nothing")])) == {own}
    assert own in ids(api.list(limit=None, **keywords(api, one.given)))
    assert own in ids(api.iterate(**keywords(api, one.given)))
    assert own in ids(api.search(limit=1000, external_id_prefix=own.external_id))
    assert api.count(external_id_prefix=own.external_id) >= 1
    names = [*attributes(type(one.given))]
    if names:
        assert 1 <= api.count(names[0]) <= len(there)
        (counted,) = api.aggregate([Count(name) for name in names])
        assert all(1 <= counted.values[f"count_{name}"] <= len(there) for name in names), counted
    name = number(model, type(one.given))
    if name is not None:
        (row,) = api.aggregate(
            [Count(name), Avg(name), Min(name), Max(name), Sum(name)], external_id_prefix=own.external_id
        )
        assert row.values[f"min_{name}"] <= getattr(one.given, name) <= row.values[f"max_{name}"]
        assert math.isfinite(row.values[f"avg_{name}"] + row.values[f"sum_{name}"])
        buckets = api.histogram(name, interval=1e20, external_id_prefix=own.external_id)
        assert sum(bucket.count for bucket in buckets) == row.values[f"count_{name}"]


def test_every_relation_is_included_and_followed(model: Deployed) -> None:
    with model.client() as client:
        sdk = model.module.Client(client)
        written = write_all(model, sdk, client)
        for read_class, api in apis(sdk).items():
            for relation in relations(read_class).values():
                for root, expected in ends(model, read_class, relation, written):
                    query = api.query().where(read_class.props.external_id == root.external_id)  # type: ignore[attr-defined]
                    found = query.include(relation).first()
                    if found is None:
                        # A target of relations has data in all containers, but need not meet the view's filter.
                        assert api.retrieve(root) is None
                        continue
                    included = {
                        node.id if isinstance(node, Ref) else node
                        for node in reached(getattr(found, relation.attribute))
                    }
                    assert expected <= included, (relation, expected, included)
                    followed = ids(api.follow(relation, of=[root]))
                    if has_data(model, relation):
                        assert expected <= followed, (relation, expected, followed)


def ends(
    model: Deployed, read_class: type[Instance], relation: Relation[Any], written: Mapping[type[Instance], Written]
) -> Iterator[tuple[Any, set[NodeId]]]:
    """From where a relation can be followed, and nodes that must be at its other end."""
    own = written.get(read_class)
    if isinstance(relation, DirectRelation):
        if own is not None:
            yield own.given.as_id(), {NodeId(SPACE, f"target {own.seed}")}
    elif isinstance(relation, EdgeRelation):
        if own is not None and relation.attribute in own.edges:
            yield own.given.as_id(), {NodeId(SPACE, f"target {own.seed}")}
    elif isinstance(relation, ReverseRelation):
        there = written.get(relation.target_class)
        if there is not None:
            expected = {there.given.as_id()} if points_back(model, relation) else set()
            yield NodeId(SPACE, f"target {there.seed}"), expected


def points_back(model: Deployed, relation: ReverseRelation[Any]) -> bool:
    """Whether instances of the target have the direct relation: that of a child they may lack."""
    source, identifier = relation.through
    target = model.views[relation.target_class.view_id]
    through = target.properties.get(identifier)
    other = model.views[source].properties[identifier] if source in model.views else through
    if not isinstance(through, MappedProperty) or not isinstance(other, MappedProperty):
        return False
    return (through.container, through.container_property_identifier) == (
        other.container,
        other.container_property_identifier,
    )


def has_data(model: Deployed, relation: Relation[Any]) -> bool:
    """Whether targets show in the view at the other end: its filter may demand something of them."""
    view_id = getattr(relation.target_class, "view_id", None)
    return view_id is None or isinstance(relation, ReverseRelation) or model.views[view_id].filter is None


def reached(value: Any) -> Iterator[Any]:
    """The ids behind what a query included."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Ref):
            yield one.id
        elif isinstance(one, Node):
            yield one.as_id()
        elif one is not None:
            yield one.node_id


def test_every_method_that_reads_from_asyncio(model: Deployed) -> None:
    async def main() -> None:
        async with AsyncPygenClient(model.config(), transport=model.cdf.async_transport()) as client:
            sdk = model.module.AsyncClient(client)
            for read_class, api in apis(sdk).items():
                there = ids(await api.list(limit=None))
                assert {item.as_id() async for item in api.iterate(chunk_size=a_third(there))} == there
                assert ids(await api.query().list()) == there
                assert await api.count() == len(there)
                assert ids(await api.search(limit=1000)) == there
                assert {item.as_id() async for batch in api.sync() for item in batch.upserted} == there
                assert await api.retrieve((SPACE, "nothing")) is None
                name = number(model, read_class)
                if name is not None:
                    (row,) = await api.aggregate(Count(name))
                    buckets = await api.histogram(name, interval=1e20)
                    assert sum(bucket.count for bucket in buckets) == row.values[f"count_{name}"]

    asyncio.run(main())
