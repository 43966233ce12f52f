"""The names of properties and connections as members of instances."""

from __future__ import annotations

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.spelling import Spelling
from pygen_generator.languages.view_names import renamed
from pygen_generator.languages.words import words
from pygen_generator.model.view import Model


def member_names(
    model: Model, spelling: Spelling, reserved: frozenset[str]
) -> tuple[dict[ViewId, dict[str, str]], list[Issue]]:
    """The members of every view: those of its parents for what it inherits, own ones for the rest."""
    members: dict[ViewId, dict[str, str]] = {}
    given: dict[ViewId, dict[str, str]] = {}
    issues: list[Issue] = []
    for view in model.parents_first():
        properties = {part.name for part in (*view.properties, *view.connections)}
        inherited: dict[str, str] = {}
        given[view.id] = {}
        for parent in model.parents(view):
            for name, member in members[parent.id].items():
                if name in properties and name not in inherited and member not in inherited.values():
                    inherited[name] = member
                    given[view.id] |= {name: member} if name in given[parent.id] else {}
        for name in properties:
            if own := spelling.given(view.id, name):
                given[view.id][name] = own
        wished = {name: given[view.id].get(name) or spelling.member(view.id, name) for name in properties}
        wishes = [Wish(name, wish, -1 if name in given[view.id] else 0) for name, wish in wished.items()]
        names = assign(wishes, reserved=reserved, fixed=inherited)
        members[view.id] = names
        for name in sorted(names):
            odd = name not in given[view.id] and (not words(name) or not name.isascii() or name[0].isdigit())
            if name in given[view.id] and name in inherited and names[name] != wished[name]:
                issues.append(_name_of_parent(place(view.id, name), names[name]))
            elif names[name] != wished[name] or odd:
                issues.append(renamed(spelling, place(view.id, name), f"property {name}", names[name]))
    return members, issues


def _name_of_parent(where: str, name: str) -> Issue:
    return Issue(
        Severity.WARNING,
        "name-of-parent",
        where,
        "The settings name it otherwise than the parent that it is inherited from.",
        f"It is called {name}, as in the parent.",
        "Give the name to the property of the parent.",
    )
