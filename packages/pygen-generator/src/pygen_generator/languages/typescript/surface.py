"""The names of an SDK by what they stand for, as comparisons of schemas need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks
from pygen_generator.changes.surface import Name, Part, Surface
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
    parts: dict[Part, dict[str, Name]] = defaultdict(dict)
    # A view for both goes by the name of its nodes, so that comes first.
    for family in sorted(sdk.families, key=lambda family: family.kind is Kind.EDGE):
        parts[family.view.id, None] |= dict(_of_view(sdk, family))
        for part, role, name in _of_properties(sdk, family):
            parts[family.view.id, part][role] = name
    whole = {
        "package": Name(sdk.package, f'from "{sdk.package}"', READS),
        "client": Name(sdk.client, sdk.client, READS),
    }
    ancestors: dict[tuple[ViewId, Kind], frozenset[ViewId]] = {}
    return Surface("TypeScript", whole, parts, ancestors)


def _of_view(sdk: Sdk, family: Family) -> Iterator[tuple[str, Name]]:
    """The roles of nodes and edges differ, so that a view for both can stop to be for one."""

    def named(role: str, identifier: str, breaks: Breaks = READS, *, of: str = "") -> tuple[str, Name]:
        return f"{family.kind.value} {role}", Name(identifier, f"{of}{identifier}", breaks)

    yield named("type", family.read)
    yield named("constant", family.constant)
    yield named("types", family.types)
    if family.view.writable:
        yield named("write type", family.write, WRITES)
    if sdk.filters[family.key]:
        yield named("filters", family.filters)
    if family.view.queryable:
        yield named("api", family.api)
        yield named("api function", family.api_function)
        yield named("client member", family.member, of=f"{sdk.client}.")


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
