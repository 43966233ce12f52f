"""Containers: created, extended and deleted (behaviour.md sections 7 and 22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pygen_client.schema import (
    BtreeIndex,
    Constraint,
    Container,
    ContainerId,
    ContainerPropertyWrite,
    ContainerWrite,
    DirectRelationType,
    EnumType,
    Index,
    PropertyType,
    RequiresConstraint,
    TextType,
    UniquenessConstraint,
)

from pygen_emulator.errors import ApiError
from pygen_emulator.schema import container_changes, container_rules, limits
from pygen_emulator.schema.access import (
    check_containers,
    check_limit,
    check_spaces,
    check_writable,
    refuse_fields,
    refuse_violations,
)
from pygen_emulator.schema.cycles import find_cycle
from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.schema.requests import SubObjectReference, check_unique
from pygen_emulator.schema.snapshot import Snapshot
from pygen_emulator.storage import container_tables

Part = Literal["constraints", "indexes", "properties"]
"""The maps of a container whose entries have a state."""


def upsert(draft: Draft, items: Sequence[ContainerWrite], *, as_system: bool) -> list[Container]:
    """Create, or extend: properties, constraints and indexes that an item does not name stay as they are.

    References may lead to containers that exist or that are in the same batch. An unchanged container keeps its
    ``lastUpdatedTime``.
    """
    check_unique((item.as_id() for item in items), (item.as_id().dump() for item in items))
    refuse_fields(path for item in items for path in container_rules.read_only_fields(item))
    refuse_violations(text for item in items for text in container_rules.violations_of_request(item))
    check_writable((item.space for item in items), as_system=as_system)
    check_spaces(draft, (item.space for item in items))
    changed: list[tuple[Container | None, Container]] = []
    for item in items:
        before = draft.containers.get(item.as_id())
        after = _merge(item, before, draft.now)
        refuse_violations(container_rules.violations_of_whole(after))
        if before is None or _specification(before) != _specification(after):
            refuse_violations(container_changes.forbidden(before, after) if before else ())
            draft.containers[item.as_id()] = after
            changed.append((before, after))
    check_containers(draft, (target for _, after in changed for target in _references(after)))
    _check_requires(draft)
    _check_limits(draft)
    for before, after in changed:
        if before is None:
            container_tables.create(draft.connection, after)
        else:
            container_tables.extend(draft.connection, before, after)
    return [draft.containers[item.as_id()] for item in items]


def delete(draft: Draft, ids: Sequence[ContainerId]) -> list[ContainerId]:
    """Delete those that exist, with the data in them, and return them.

    Views that map them stay. A container that another one requires, or that a direct relation of another one demands
    of its targets, cannot go before the other.
    """
    found = [id_ for id_ in dict.fromkeys(ids) if id_ in draft.containers]
    check_writable((id_.space for id_ in found), as_system=False)
    for id_ in found:
        del draft.containers[id_]
    needed = {target: other.as_id() for other in draft.containers.values() for target in _references(other)}
    for id_ in found:
        if id_ in needed:
            raise ApiError(400, f"Container '{id_}' cannot be deleted: container '{needed[id_]}' refers to it.")
        container_tables.drop(draft.connection, id_)
    return found


def delete_parts(
    draft: Draft, references: Sequence[SubObjectReference], kind: Literal["constraints", "indexes"]
) -> list[SubObjectReference]:
    """Delete constraints or indexes of containers; those that do not exist are ignored."""
    check_writable((reference.space for reference in references), as_system=False)
    found = []
    for reference in dict.fromkeys(references):
        container = draft.containers.get(reference.container())
        parts: dict[str, Any] = dict(getattr(container, kind)) if container else {}
        if container is None or parts.pop(reference.identifier, None) is None:
            continue
        draft.containers[container.as_id()] = container.model_copy(update={kind: parts, "last_updated_time": draft.now})
        remove = container_tables.drop_constraint if kind == "constraints" else container_tables.drop_index
        remove(draft.connection, container.as_id(), reference.identifier)
        found.append(reference)
    return found


def existing_parts(schema: Snapshot, references: Sequence[SubObjectReference], kind: Part) -> list[SubObjectReference]:
    """Those constraints, indexes or properties of containers that exist and are not the service's own, each once."""
    check_writable((reference.space for reference in references), as_system=False)
    return [
        reference
        for reference in dict.fromkeys(references)
        if (container := schema.container(reference.container())) is not None
        and reference.identifier in getattr(container, kind)
    ]


def _merge(item: ContainerWrite, before: Container | None, now: int) -> Container:
    """The container after the upsert, in the form of an answer: every default filled in."""
    written = {
        "properties": {name: _property(prop) for name, prop in item.properties.items()},
        "constraints": {name: _constraint(part) for name, part in (item.constraints or {}).items()},
        "indexes": {name: _index(part) for name, part in (item.indexes or {}).items()},
    }
    kept = before.dump() if before else {}
    return Container.load(
        {
            "space": item.space,
            "externalId": item.external_id,
            **_without_none({"name": item.name, "description": item.description}),
            "usedFor": item.used_for or "node",
            **{part: {**kept.get(part, {}), **values} for part, values in written.items()},
            "createdTime": before.created_time if before else now,
            "lastUpdatedTime": now,
            "isGlobal": item.space in SYSTEM_SPACES,
        }
    )


def _property(prop: ContainerPropertyWrite) -> dict[str, Any]:
    nullable = prop.nullable is not False
    state = {
        "nullability": None if nullable else "current",
        "maxListSize": prop.type.max_list_size and "current",
        "maxTextSize": prop.type.max_text_size and "current" if isinstance(prop.type, TextType) else None,
    }
    return {
        "type": _type(prop.type),
        "nullable": nullable,
        "immutable": bool(prop.immutable),
        "autoIncrement": bool(prop.auto_increment),
        **_without_none({"defaultValue": prop.default_value, "name": prop.name, "description": prop.description}),
        "constraintState": _without_none(state),
    }


def _type(type_: PropertyType) -> dict[str, Any]:
    complete = {**_without_none(type_.dump()), "list": type_.is_list}
    if isinstance(type_, TextType):
        complete.setdefault("collation", "ucs_basic")
    if isinstance(type_, EnumType):
        complete["values"] = {name: _without_none(value.dump()) for name, value in type_.values.items()}
    return complete


def _constraint(part: Constraint) -> dict[str, Any]:
    written = {**_without_none(part.dump()), "state": "current"}
    return {"bySpace": False, **written} if isinstance(part, UniquenessConstraint) else written


def _index(part: Index) -> dict[str, Any]:
    written = {**_without_none(part.dump()), "state": "current"}
    return {"bySpace": False, "cursorable": False, **written} if isinstance(part, BtreeIndex) else written


def _without_none(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _specification(container: Container) -> dict[str, Any]:
    return {key: value for key, value in container.dump().items() if key not in ("createdTime", "lastUpdatedTime")}


def _references(container: Container) -> Iterable[ContainerId]:
    """The other containers that this one refers to."""
    for constraint in container.constraints.values():
        if isinstance(constraint, RequiresConstraint):
            yield constraint.require
    for prop in container.properties.values():
        if isinstance(prop.type, DirectRelationType) and prop.type.container not in (None, container.as_id()):
            yield prop.type.container


def _check_requires(draft: Draft) -> None:
    required = {
        id_: [part.require for part in container.constraints.values() if isinstance(part, RequiresConstraint)]
        for id_, container in draft.containers.items()
    }
    cycle = find_cycle(required)
    if cycle:
        raise ApiError(400, f"The requires constraints form a cycle: {' -> '.join(map(str, cycle))}")


def _check_limits(draft: Draft) -> None:
    own = [container for container in draft.containers.values() if not container.is_global]
    check_limit("containers in the project", len(own), limits.CONTAINERS)
    check_limit(
        "container properties in the project",
        sum(len(container.properties) for container in own),
        limits.CONTAINER_PROPERTIES,
    )
