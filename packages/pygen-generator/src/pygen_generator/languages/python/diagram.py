"""A picture of an SDK's classes, in the language of Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.model.types import EnumType, RelationType, ValueType
from pygen_generator.model.view import EdgeConnection, Kind, Property, ReverseRelation

MOST_CHARACTERS = 50_000
MOST_LINES = 500
"""What renderers draw at most, such as that of GitHub (``maxTextSize`` and ``maxEdges`` of Mermaid)."""


def diagram(sdk: Sdk) -> str | None:
    """The class diagram; without attributes where it would be too large, and None where it still is.

    All names in it are Python names, so nothing of a data model can mean anything to Mermaid.
    """
    relations = [*_inheritance(sdk), *_relations(sdk)]
    if len(relations) > MOST_LINES:
        return None
    for with_attributes in (True, False):
        lines = [line for family in sdk.families for line in _class(sdk, family, with_attributes=with_attributes)]
        text = "\n".join(["classDiagram", *(f"    {line}" for line in (*lines, *relations))])
        if len(text) <= MOST_CHARACTERS:
            return text
    return None


def _class(sdk: Sdk, family: Family, *, with_attributes: bool) -> Iterator[str]:
    inherited = {name for key in sdk.inheritance.bases[family.key] for name in sdk.names.members[key[0]]}
    attributes = sdk.names.members[family.view.id]
    own = [
        f"    {_type(prop)} {attributes[prop.name]}"
        for prop in family.view.properties
        if not isinstance(prop.type, RelationType) and prop.name not in inherited
    ]
    if with_attributes and own:
        yield from (f"class {family.read} {{", *own, "}")
    else:
        yield f"class {family.read}"


def _type(prop: Property) -> str:
    return f"{_name(prop.type)}[]" if prop.is_list else _name(prop.type)


def _name(value_type: ValueType) -> str:
    if isinstance(value_type, EnumType):
        return "enum"
    return "relation" if isinstance(value_type, RelationType) else value_type.scalar.value


def _inheritance(sdk: Sdk) -> Iterator[str]:
    for family in sdk.families:
        for key in sdk.inheritance.bases[family.key]:
            yield f"{sdk.names.families[key].read} <|-- {family.read}"


def _relations(sdk: Sdk) -> Iterator[str]:
    """An arrow for each relation where it is declared. Reverse ones are left out: they have an arrow already."""
    for family in sdk.families:
        if family.kind is not Kind.NODE:
            continue
        inherited = {name for key in sdk.inheritance.bases[family.key] for name in sdk.relations.get(key, ())}
        for attribute, relation in sdk.relations.get(family.key, {}).items():
            if relation.target is None or attribute in inherited or isinstance(relation.of, ReverseRelation):
                continue
            arrow = "-->"
            if isinstance(relation.of, EdgeConnection):
                arrow = "..>" if relation.of.direction == "outwards" else "<.."
            yield f"{family.read} {arrow} {sdk.names.families[relation.target].read} : {attribute}"
