"""The names of a Python SDK by what they stand for, as comparisons of schemas need them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks
from pygen_generator.changes.surface import Name, Surface
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.surfaces import named, parts_of
from pygen_generator.model.view import Kind, Property

READS, WRITES = Breaks.READS, Breaks.WRITES


def surface_of(sdk: Sdk) -> Surface:
    """The surface of an SDK: what a program can import, read, write and filter by."""
    ancestors: dict[tuple[ViewId, Kind], frozenset[ViewId]] = {
        key: frozenset(base for base, _ in order[1:]) for key, order in sdk.inheritance.orders.items()
    }
    whole = {
        "package": Name(sdk.package, f"import {sdk.package}", READS),
        "client": Name(sdk.client, sdk.client, READS),
    }
    if sdk.has_async:
        whole["async client"] = Name(sdk.async_client, sdk.async_client, READS)
    parts = parts_of(sdk.families, partial(_of_view, sdk), partial(_of_properties, sdk))
    return Surface("Python", whole, parts, ancestors)


def _of_view(sdk: Sdk, family: Family) -> Iterator[tuple[str, Name]]:
    yield named(family, "class", family.read)
    if family.view.writable:
        yield named(family, "write class", family.write, WRITES)
    yield named(family, "list", family.list)
    if family.view.queryable:
        yield named(family, "filters", family.filters)
        yield named(family, "api", family.api)
        if sdk.has_async:
            yield named(family, "async api", family.async_api)
        yield named(family, "client attribute", family.member, of=f"{sdk.client}.")


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
