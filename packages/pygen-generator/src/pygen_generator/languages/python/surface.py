"""The names of a Python SDK by what they stand for, as comparisons of schemas need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks
from pygen_generator.changes.surface import Name, Part, Surface
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.model.view import Kind, Property

READS, WRITES = Breaks.READS, Breaks.WRITES


def surface_of(sdk: Sdk) -> Surface:
    """The surface of an SDK: what a program can import, read, write and filter by."""
    parts: dict[Part, dict[str, Name]] = defaultdict(dict)
    # A view for both goes by the name of its nodes, so that comes first.
    for family in sorted(sdk.families, key=lambda family: family.kind is Kind.EDGE):
        parts[family.view.id, None] |= dict(_of_view(sdk, family))
        for part, role, name in _of_properties(sdk, family):
            parts[family.view.id, part][role] = name
    ancestors: dict[tuple[ViewId, Kind], frozenset[ViewId]] = {
        key: frozenset(base for base, _ in order[1:]) for key, order in sdk.inheritance.orders.items()
    }
    whole = {
        "package": Name(sdk.package, f"import {sdk.package}", READS),
        "client": Name(sdk.client, sdk.client, READS),
    }
    if sdk.has_async:
        whole["async client"] = Name(sdk.async_client, sdk.async_client, READS)
    return Surface("Python", whole, parts, ancestors)


def _of_view(sdk: Sdk, family: Family) -> Iterator[tuple[str, Name]]:
    """The roles of nodes and edges differ, so that a view for both can stop to be for one."""

    def named(role: str, identifier: str, breaks: Breaks = READS, *, of: str = "") -> tuple[str, Name]:
        return f"{family.kind.value} {role}", Name(identifier, f"{of}{identifier}", breaks)

    yield named("class", family.read)
    if family.view.writable:
        yield named("write class", family.write, WRITES)
    yield named("list", family.list)
    if family.view.queryable:
        yield named("filters", family.filters)
        yield named("api", family.api)
        if sdk.has_async:
            yield named("async api", family.async_api)
        yield named("client attribute", family.member, of=f"{sdk.client}.")


def _of_properties(sdk: Sdk, family: Family) -> Iterator[tuple[str, str, Name]]:
    view, kind = family.view, family.kind.value
    attributes = sdk.names.members[view.id]
    for part in (*view.properties, *(view.connections if family.kind is Kind.NODE else ())):
        attribute = attributes[part.name]
        yield part.name, f"{kind} attribute", Name(attribute, f"{family.read}.{attribute}", READS)
        if view.writable and (isinstance(part, Property) or sdk.inheritance.edge_writing(part)):
            yield part.name, f"{kind} write attribute", Name(attribute, f"{family.write}.{attribute}", WRITES)
    plan = sdk.filters.get(family.key)
    if plan is None:
        return
    call = f"{family.member}.list"
    for (name, operator), keyword in plan.names.items():
        yield name, f"{kind} filter {operator}", Name(keyword, f"{call}({keyword}=)", READS)
    for part in view.properties:
        if (attribute := attributes[part.name]) in plan.sorted_by:
            yield part.name, f"{kind} sort", Name(attribute, f'{call}(sort_by="{attribute}")', READS)
