"""How the names of an SDK are gathered by what they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from pygen_generator.changes.change import Breaks
from pygen_generator.changes.surface import Name, Part
from pygen_generator.languages.family import AnyFamily, Family
from pygen_generator.model.view import Kind

Roles = Iterable[tuple[str, Name]]
PartRoles = Iterable[tuple[str, str, Name]]
"""Property or connection, role and name."""


def named(
    family: Family, role: str, identifier: str, breaks: Breaks = Breaks.READS, *, of: str = ""
) -> tuple[str, Name]:
    """A name of a family by its role. Those of nodes and edges differ, so that a view for both can stop to be for one.

    Args:
        family: What the name belongs to.
        role: What it is there.
        identifier: The name.
        breaks: What breaks where it is gone: programs that read, or those that write.
        of: What stands before it in messages.
    """
    return f"{family.kind.value} {role}", Name(identifier, f"{of}{identifier}", breaks)


def parts_of(
    families: Iterable[AnyFamily],
    of_view: Callable[[AnyFamily], Roles],
    of_properties: Callable[[AnyFamily], PartRoles],
) -> dict[Part, dict[str, Name]]:
    """The names of all views and of their parts, by role."""
    parts: dict[Part, dict[str, Name]] = defaultdict(dict)
    # A view for both goes by the name of its nodes, so that comes first.
    for family in sorted(families, key=lambda family: family.kind is Kind.EDGE):
        parts[family.view.id, None] |= dict(of_view(family))
        for part, role, name in of_properties(family):
            parts[family.view.id, part][role] = name
    return parts
