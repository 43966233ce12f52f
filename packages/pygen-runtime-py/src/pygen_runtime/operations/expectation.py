"""What a write would do, as far as what is stored tells."""

from __future__ import annotations

from typing import Any, Literal

from pydantic_core import from_json, to_json

from pygen_runtime.instances import InstanceWrite
from pygen_runtime.instances.encode_write import Form, Kind
from pygen_runtime.operations.merge import is_same, merged
from pygen_runtime.operations.stored import Stored
from pygen_runtime.operations.write_plan import Write

WriteMode = Literal["apply", "replace", "update"]
"""What a write does with what is stored: see ``upsert``."""

Expected = Literal["created", "updated", "unchanged", "conflict"]


def expected(write: Write, stored: Stored | None, mode: WriteMode, default_space: str | None) -> Expected:
    """What would become of one instance. That the service takes the values, no read can tell."""
    if stored is None:
        return "created"
    if write.existing_version is not None and stored.version > write.existing_version:
        return "conflict"
    return "unchanged" if is_stored(write, stored, mode, default_space) else "updated"


def is_stored(write: Write, stored: Stored, mode: WriteMode, default_space: str | None) -> bool:
    """Whether all that would be written is stored."""
    if not _has_its_ends(write, stored, default_space):
        return False
    if write.view is None:
        return True
    if stored.properties is None or write.instance is None:
        return stored.properties is not None
    kinds, new = kinds_of(write), write.properties(default_space)
    if mode == "update":
        new = merged(new, stored.properties, kinds)
    elif mode == "replace":
        new = {**_defaults(write.instance, write.form), **new}
    return is_same(new, stored.properties, kinds)


def kinds_of(write: Write) -> dict[str, Kind]:
    """The kind of each property of the view that is written."""
    form = write.form
    return {name: form.kinds[attribute] for attribute, name in form.names.items()}


def _has_its_ends(write: Write, stored: Stored, default_space: str | None) -> bool:
    item: dict[str, Any] = from_json(write.encode_as(default_space, 0, b"{}"))
    return all(item.get(name) in (None, stored.item.get(name)) for name in ("type", "startNode", "endNode"))


def _defaults(instance: InstanceWrite, form: Form) -> dict[str, Any]:
    """What a replacing write sets the properties to that it does not name."""
    fields, names = type(instance).model_fields, form.names
    found: dict[str, Any] = from_json(
        to_json({wire: None if fields[name].is_required() else fields[name].default for name, wire in names.items()})
    )
    return found
