"""Which changes of an existing container the service takes.

Sources: behaviour.md section 7 (type changes are rejected, ``maxListSize`` only grows) and the official document, which
lets ``nullable`` and ``maxTextSize`` change. The rest is section 25 question 20, with this stance: what changes the
meaning of stored data is refused. A stricter rule is taken where the stored data obeys it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pygen_client.schema import Container, ContainerProperty, DirectRelationType, EnumType, PropertyType, TextType

from pygen_emulator.schema import limits


def forbidden(before: Container, after: Container) -> Iterator[str]:
    """The changes between two states of one container that are not allowed, each as a text."""
    if before.used_for != after.used_for:
        yield f"usedFor cannot change from '{before.used_for}' to '{after.used_for}'"
    for name, prop in before.properties.items():
        yield from _of_property(f"properties.{name}", prop, after.properties[name])
    for identifier, constraint in before.constraints.items():
        if after.constraints[identifier].dump() != constraint.dump():
            yield f"constraints.{identifier} cannot change; delete it first"
    for identifier, index in before.indexes.items():
        if after.indexes[identifier].dump() != index.dump():
            yield f"indexes.{identifier} cannot change; delete it first"


def _of_property(place: str, before: ContainerProperty, after: ContainerProperty) -> Iterator[str]:
    if before.auto_increment != after.auto_increment:
        yield f"{place}.autoIncrement cannot change"
    yield from _of_type(f"{place}.type", before.type, after.type)


def _of_type(place: str, before: PropertyType, after: PropertyType) -> Iterator[str]:
    if before.type != after.type or before.is_list != after.is_list:
        yield f"{place} cannot change from {_shown(before)} to {_shown(after)}"
        return
    if before.is_list and _list_size(after) < _list_size(before):
        yield f"{place}.maxListSize cannot decrease"
    if isinstance(before, TextType) and isinstance(after, TextType) and before.collation != after.collation:
        yield f"{place}.collation cannot change"
    if isinstance(before, EnumType) and isinstance(after, EnumType):
        removed = [value for value in before.values if value not in after.values]
        if removed:
            yield f"{place}.values cannot be removed: {', '.join(removed)}"
    if (
        isinstance(before, DirectRelationType)
        and isinstance(after, DirectRelationType)
        and before.container != after.container
    ):
        yield f"{place}.container cannot change"


def _shown(type_: PropertyType) -> str:
    return f"{type_.type}{'[]' if type_.is_list else ''}"


def _list_size(type_: PropertyType) -> int:
    default = limits.DEFAULT_RELATION_LIST_SIZE if type_.type == "direct" else limits.DEFAULT_LIST_SIZE
    return type_.max_list_size or default
