"""What an instance needs besides a view's own properties to be seen through the view.

Containers that the view's containers require, and what the view's filter asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sample_values
from pygen_client.schema import Container, ContainerId, MappedProperty, RequiresConstraint, View


@dataclass
class Needs:
    """Values in containers, and the type of the node, if any."""

    values: dict[ContainerId, dict[str, Any]] = field(default_factory=dict)
    node_type: dict[str, str] | None = None


def needs(view: View, containers: Mapping[ContainerId, Container], seed: int) -> Needs:
    """What to write before or along with the properties of the view."""
    found = Needs()
    if view.filter:
        _from_filter(view.filter, found)
    open_ = [*view.mapped_containers, *found.values]
    reached = set(open_)
    while open_:
        for constraint in containers[open_.pop()].constraints.values():
            if isinstance(constraint, RequiresConstraint) and constraint.require not in reached:
                reached.add(constraint.require)
                open_.append(constraint.require)
    for container_id in reached - set(view.mapped_containers):
        required = sample_values.required_of_container(containers[container_id], seed, {})
        found.values[container_id] = {**required, **found.values.get(container_id, {})}
    return found


def overrides(view: View, wanted: Needs) -> dict[str, Any]:
    """The values that the filter asks for in properties that the view maps itself."""
    return {
        name: wanted.values[prop.container][prop.container_property_identifier]
        for name, prop in view.properties.items()
        if isinstance(prop, MappedProperty)
        and prop.container_property_identifier in wanted.values.get(prop.container, {})
    }


def _from_filter(condition: Mapping[str, Any], found: Needs) -> None:
    ((kind, body),) = condition.items()
    if kind == "and":
        for part in body:
            _from_filter(part, found)
    elif kind in ("equals", "in"):
        value = body["value"] if kind == "equals" else body["values"][0]
        match body["property"]:
            case ["node" | "edge", "type"]:
                found.node_type = value
            case [space, container, name]:
                found.values.setdefault(ContainerId(space, container), {})[name] = value
    elif kind == "hasData":
        for reference in body:
            found.values.setdefault(ContainerId(reference["space"], reference["externalId"]), {})
    else:
        raise AssertionError(f"no test data for the filter {kind}")
