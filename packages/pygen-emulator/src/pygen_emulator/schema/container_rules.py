"""What a container must satisfy by itself (behaviour.md sections 3, 4, 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pygen_client.schema import (
    BtreeIndex,
    Container,
    ContainerPropertyWrite,
    ContainerWrite,
    DirectRelationType,
    EnumType,
    InvertedIndex,
    PropertyType,
    TextType,
    UniquenessConstraint,
    UnknownConstraint,
    UnknownIndex,
    UnknownType,
)

from pygen_emulator.schema import identifiers, limits
from pygen_emulator.storage.values import InvalidValueError, converter

_COLLATION = re.compile(r"ucs_basic|und|[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-u-va-posix)?")
_CDF_REFERENCES = ("timeseries", "file", "sequence")


def read_only_fields(item: ContainerWrite) -> Iterator[str]:
    """Fields that are for answers only and that a request may not have, as dotted paths."""
    for name, prop in item.properties.items():
        if isinstance(prop.type, DirectRelationType) and "source" in prop.type.model_fields_set:
            yield f"properties.{name}.type.source"
    for name, constraint in (item.constraints or {}).items():
        if "state" in constraint.model_fields_set:
            yield f"constraints.{name}.state"
    for name, index in (item.indexes or {}).items():
        if "state" in index.model_fields_set:
            yield f"indexes.{name}.state"


def violations_of_request(item: ContainerWrite) -> Iterator[str]:
    """What is wrong with a container as it was sent, whatever exists already."""
    yield from identifiers.class_external_id(item.external_id)
    yield from identifiers.texts(item.name, item.description)
    if not item.properties:
        yield f"properties size must be between 1 and {limits.PROPERTIES_PER_CONTAINER}"
    for name, prop in item.properties.items():
        yield from identifiers.property_name(name)
        yield from _of_property(name, prop)
    for identifier, constraint in (item.constraints or {}).items():
        yield from identifiers.sub_object(identifier)
        if isinstance(constraint, UnknownConstraint):
            yield f"constraints.{identifier}.constraintType must be one of 'requires' or 'uniqueness'"
    for identifier, index in (item.indexes or {}).items():
        yield from identifiers.sub_object(identifier)
        if isinstance(index, UnknownIndex):
            yield f"indexes.{identifier}.indexType must be one of 'btree' or 'inverted'"
    if item.used_for == "record":
        yield from _of_record(item)


def violations_of_whole(container: Container) -> Iterator[str]:
    """What is wrong with a container after it was merged with what existed: counts, and what its indexes name."""
    is_record = container.used_for == "record"
    most = limits.PROPERTIES_PER_RECORD_CONTAINER if is_record else limits.PROPERTIES_PER_CONTAINER
    if len(container.properties) > most:
        yield f"properties size must be between 1 and {most}"
    if len(container.indexes) > limits.INDEXES_PER_CONTAINER:
        yield f"indexes size must be between 0 and {limits.INDEXES_PER_CONTAINER}"
    unique = [item for item in container.constraints.values() if isinstance(item, UniquenessConstraint)]
    if len(unique) > limits.UNIQUENESS_PER_CONTAINER:
        yield f"uniqueness constraints size must be between 0 and {limits.UNIQUENESS_PER_CONTAINER}"
    if len(container.constraints) - len(unique) > limits.REQUIRES_PER_CONTAINER:
        yield f"requires constraints size must be between 0 and {limits.REQUIRES_PER_CONTAINER}"
    for identifier, constraint in container.constraints.items():
        if isinstance(constraint, UniquenessConstraint):
            yield from _of_named(f"{container.as_id()}.constraints.{identifier}", constraint.properties, container)
    for identifier, index in container.indexes.items():
        if isinstance(index, (BtreeIndex, InvertedIndex)):
            yield from _of_named(f"{container.as_id()}.indexes.{identifier}", index.properties, container)
        if isinstance(index, BtreeIndex):
            yield from _of_indexed_lists(index.properties, container)


def _of_property(name: str, prop: ContainerPropertyWrite) -> Iterator[str]:
    place = f"properties.{name}"
    yield from identifiers.texts(prop.name, prop.description)
    yield from _of_type(f"{place}.type", prop.type)
    if prop.auto_increment and (prop.type.type not in ("int32", "int64") or prop.type.is_list):
        yield f"{place}.autoIncrement is possible for int32 and int64 only"
    if prop.default_value is not None:
        yield from _of_default(f"{place}.defaultValue", prop)


def _of_default(place: str, prop: ContainerPropertyWrite) -> Iterator[str]:
    if isinstance(prop.type, UnknownType):
        return
    if prop.type.is_list or isinstance(prop.type, DirectRelationType):
        yield f"{place} is not possible for lists and direct relations"
        return
    try:
        converter(prop.type)(prop.default_value)
    except InvalidValueError as fault:
        yield f"{place} {fault}"


def _of_type(place: str, type_: PropertyType) -> Iterator[str]:
    if isinstance(type_, UnknownType):
        yield f"{place}.type is not known: '{type_.type}'"
        return
    if type_.max_list_size is not None and not type_.is_list:
        yield f"{place}.maxListSize is possible for lists only"
    if type_.max_list_size is not None and not 1 <= type_.max_list_size <= limits.LIST_SIZE:
        yield f"{place}.maxListSize must be between 1 and {limits.LIST_SIZE}"
    if isinstance(type_, TextType):
        if type_.max_text_size is not None and not 1 <= type_.max_text_size <= limits.TEXT_SIZE:
            yield f"{place}.maxTextSize must be between 1 and {limits.TEXT_SIZE}"
        if type_.collation is not None and not _COLLATION.fullmatch(type_.collation):
            yield f"{place}.collation is not known: '{type_.collation}'"
    elif isinstance(type_, EnumType):
        yield from _of_enum(place, type_)


def _of_enum(place: str, type_: EnumType) -> Iterator[str]:
    if type_.is_list:
        yield f"{place}.list must be false for an enum"
    if not 1 <= len(type_.values) <= limits.ENUM_VALUES:
        yield f"values size must be between 1 and {limits.ENUM_VALUES}"
    for identifier, value in type_.values.items():
        yield from identifiers.enum_value(identifier)
        yield from identifiers.texts(value.name, value.description)
    if type_.unknown_value is not None and type_.unknown_value not in type_.values:
        yield f"{place}.unknownValue must be one of the values, got '{type_.unknown_value}'"


def _of_record(item: ContainerWrite) -> Iterator[str]:
    """Containers of records have less (section 7)."""
    if item.constraints:
        yield "constraints must not be set for a record container"
    if item.indexes:
        yield "indexes must not be set for a record container"
    for name, prop in item.properties.items():
        if prop.auto_increment or prop.immutable:
            yield f"properties.{name} must not be autoIncrement or immutable in a record container"
        if prop.type.type in _CDF_REFERENCES:
            yield f"properties.{name}.type must not be {prop.type.type} in a record container"
        if isinstance(prop.type, TextType) and prop.type.collation is not None:
            yield f"properties.{name}.type.collation must not be set in a record container"


def _of_named(place: str, names: list[str], container: Container) -> Iterator[str]:
    """What is wrong with the properties that an index or a constraint names."""
    if not 1 <= len(names) <= limits.PROPERTIES_PER_INDEX_OR_CONSTRAINT:
        yield f"properties size must be between 1 and {limits.PROPERTIES_PER_INDEX_OR_CONSTRAINT}"
    if len(set(names)) < len(names):
        yield f"{place}.properties names a property twice"
    unknown = [name for name in names if name not in container.properties]
    if unknown:
        yield f"{place}.properties names unknown properties: {', '.join(unknown)}"


def _of_indexed_lists(names: list[str], container: Container) -> Iterator[str]:
    sizes: Mapping[str, int] = limits.INDEXED_LIST_SIZE
    for name in names:
        prop = container.properties.get(name)
        if prop is None or not prop.type.is_list or prop.type.max_list_size is None:
            continue
        most = sizes.get(prop.type.type, limits.LIST_SIZE)
        if prop.type.max_list_size > most:
            yield f"properties.{name}.type.maxListSize must be between 1 and {most} with a btree index"
