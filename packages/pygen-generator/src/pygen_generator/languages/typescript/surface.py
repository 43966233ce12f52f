"""The names of an SDK by what they stand for, as comparisons of schemas need them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks
from pygen_generator.changes.surface import Name, Surface
from pygen_generator.languages.surfaces import named, parts_of
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.model.types import RelationType
from pygen_generator.model.view import Kind, Property

READS, WRITES = Breaks.READS, Breaks.WRITES


def surface_of(sdk: Sdk) -> Surface:
    """The surface of an SDK: what a program can import, read, write and filter by.

    Types compare by their members, so no interface is one by its bases: nothing is lost where one stops to extend
    another that does not show in a member.
    """
    whole = {
        "package": Name(sdk.package, f'from "{sdk.package}"', READS),
        "client": Name(sdk.client, sdk.client, READS),
    }
    ancestors: dict[tuple[ViewId, Kind], frozenset[ViewId]] = {}
    parts = parts_of(sdk.families, partial(_of_view, sdk), partial(_of_properties, sdk))
    return Surface("TypeScript", whole, parts, ancestors)


def _of_view(sdk: Sdk, family: Family) -> Iterator[tuple[str, Name]]:
    yield named(family, "type", family.read)
    yield named(family, "constant", family.constant)
    yield named(family, "types", family.types)
    if family.view.writable:
        yield named(family, "write type", family.write, WRITES)
    if sdk.filters[family.key]:
        yield named(family, "filters", family.filters)
    if family.view.queryable:
        yield named(family, "api", family.api)
        yield named(family, "api function", family.api_function)
        yield named(family, "client member", family.member, of=f"{sdk.client}.")


def _of_properties(sdk: Sdk, family: Family) -> Iterator[tuple[str, str, Name]]:
    view, kind = family.view, family.kind.value
    members = sdk.names.members[view.id]
    connections = view.connections if family.kind is Kind.NODE else ()
    for part in (*view.properties, *connections):
        member = members[part.name]
        if isinstance(part, Property):
            yield part.name, f"{kind} member", Name(member, f"{family.read}.{member}", READS)
        if not isinstance(part, Property) or (family.kind is Kind.NODE and isinstance(part.type, RelationType)):
            include = f"{family.member}.query().include({{ {member} }})"
            yield part.name, f"{kind} relation", Name(member, include, READS)
        if view.writable and (isinstance(part, Property) or sdk.targets.edge_writing(part)):
            yield part.name, f"{kind} write member", Name(member, f"{family.write}.{member}", WRITES)
    if not view.queryable:
        return
    for keyword, one in sdk.filters[family.key].items():
        call = f"{family.member}.list({{ {keyword} }})"
        yield one.prop.name, f"{kind} filter {one.operator}", Name(keyword, call, READS)
