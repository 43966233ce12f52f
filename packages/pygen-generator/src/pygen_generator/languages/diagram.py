"""A picture of an SDK's classes, in the language of Mermaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.languages.family import ClassKey, Family
from pygen_generator.languages.targets import Targets
from pygen_generator.model.types import EnumType, RelationType, ValueType
from pygen_generator.model.view import Connection, EdgeConnection, Kind, Property

MOST_CHARACTERS = 50_000
MOST_LINES = 500
"""What renderers draw at most, such as that of GitHub (``maxTextSize`` and ``maxEdges`` of Mermaid)."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn. All names are those of the language, so nothing of a data model can mean anything to Mermaid."""

    families: Mapping[ClassKey, Family]
    members: Mapping[ViewId, Mapping[str, str]]
    bases: Mapping[ClassKey, Sequence[ClassKey]]
    targets: Targets

    def text(self) -> str | None:
        """The class diagram; without members where it would be too large, and None where it still is."""
        relations = [*self._inheritance(), *self._relations()]
        if len(relations) > MOST_LINES:
            return None
        for with_members in (True, False):
            lines = [
                line for family in self.families.values() for line in self._class(family, with_members=with_members)
            ]
            text = "\n".join(["classDiagram", *(f"    {line}" for line in (*lines, *relations))])
            if len(text) <= MOST_CHARACTERS:
                return text
        return None

    def _class(self, family: Family, *, with_members: bool) -> Iterator[str]:
        inherited = {name for key in self.bases[family.key] for name in self.members[key[0]]}
        members = self.members[family.view.id]
        own = [
            f"    {_type(prop)} {members[prop.name]}"
            for prop in family.view.properties
            if not isinstance(prop.type, RelationType) and prop.name not in inherited
        ]
        if with_members and own:
            yield from (f"class {family.read} {{", *own, "}")
        else:
            yield f"class {family.read}"

    def _inheritance(self) -> Iterator[str]:
        for family in self.families.values():
            for key in self.bases[family.key]:
                yield f"{self.families[key].read} <|-- {family.read}"

    def _relations(self) -> Iterator[str]:
        """An arrow for each relation where it is declared. Reverse ones are left out: they have an arrow already."""
        for family in self.families.values():
            if family.kind is not Kind.NODE:
                continue
            inherited = {name for key in self.bases[family.key] for name in self.members[key[0]]}
            for part in (*family.view.properties, *family.view.connections):
                target, arrow = self._end(part)
                if target is not None and part.name not in inherited:
                    member = self.members[family.view.id][part.name]
                    yield f"{family.read} {arrow} {self.families[target].read} : {member}"

    def _end(self, part: Property | Connection) -> tuple[ClassKey | None, str]:
        """What something leads to, and the arrow that goes there."""
        if isinstance(part, EdgeConnection):
            return self.targets.target(part.target), "..>" if part.direction == "outwards" else "<.."
        if isinstance(part, Property) and isinstance(part.type, RelationType):
            return self.targets.target(part.type.target), "-->"
        return None, ""


def _type(prop: Property) -> str:
    return f"{_name(prop.type)}[]" if prop.is_list else _name(prop.type)


def _name(value_type: ValueType) -> str:
    if isinstance(value_type, EnumType):
        return "enum"
    return "relation" if isinstance(value_type, RelationType) else value_type.scalar.value
