"""How the containers behind the views changed, as far as properties do not show it: constraints and indexes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Union

from pygen_client import schema as wire
from pygen_client.schema import ContainerId

from pygen_generator.changes.change import Breaks, ChangeKind
from pygen_generator.changes.side import Difference, Side, difference
from pygen_generator.schema import Schema

Part = Union[wire.Constraint, wire.Index]
Parts = Mapping[str, Part]


def compare_containers(old: Side, new: Side) -> Iterator[tuple[ContainerId, Difference]]:
    """What changed of containers that views of both schemas map. Files need not hold any."""
    used = _mapped(old) & _mapped(new)
    before, now = _containers(old.schema), _containers(new.schema)
    for container in sorted(used & before.keys() & now.keys()):
        gone, more = _differing(before[container].constraints, now[container].constraints)
        for words in more:
            message = f"It has a constraint now, so that writes can be refused: {words}."
            yield container, difference(ChangeKind.CONTAINER_CONSTRAINT, message, {Breaks.BEHAVIOUR})
        for words in gone:
            yield container, difference(ChangeKind.CONTAINER_CONSTRAINT, f"It has this constraint no more: {words}.")
        gone, more = _differing(before[container].indexes, now[container].indexes)
        for words in more:
            yield container, difference(ChangeKind.CONTAINER_INDEX, f"It has an index now: {words}.")
        for words in gone:
            message = f"It has this index no more, so that reads can take longer: {words}."
            yield container, difference(ChangeKind.CONTAINER_INDEX, message)


def _mapped(side: Side) -> set[ContainerId]:
    properties = (prop for view in side.views.values() for prop in view.properties.values())
    return {prop.container for prop in properties if isinstance(prop, wire.MappedProperty)}


def _containers(schema: Schema) -> dict[ContainerId, wire.Container]:
    return {container.as_id(): container for container in schema.containers}


def _differing(old: Parts, new: Parts) -> tuple[list[str], list[str]]:
    """What is only in the one and what is only in the other, in words; names and states do not matter."""
    before, now = ({_canonical(part): _words(part) for part in parts.values()} for parts in (old, new))
    return [before[key] for key in sorted(before.keys() - now)], [now[key] for key in sorted(now.keys() - before)]


def _canonical(part: Part) -> str:
    data = {key: value for key, value in part.dump().items() if key != "state" and value not in (None, False)}
    return json.dumps(data, sort_keys=True)


def _words(part: Part) -> str:
    if isinstance(part, wire.RequiresConstraint):
        return f"instances need data in {part.require}"
    if isinstance(part, wire.UniquenessConstraint):
        return f"{_listed(part.properties)} occur once" + (" in each space" if part.by_space else "")
    if isinstance(part, wire.BtreeIndex):
        return f"btree over {_listed(part.properties)}" + (", with cursors" if part.cursorable else "")
    if isinstance(part, wire.InvertedIndex):
        return f"inverted over {_listed(part.properties)}"
    return part.constraint_type if isinstance(part, wire.UnknownConstraint) else part.index_type


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
