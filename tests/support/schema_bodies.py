"""Containers and views in the form of the service, as tests of the schema write them: all in the space ``s``."""

from __future__ import annotations

from typing import Any

CONTAINER = {"type": "container", "space": "s", "externalId": "C"}
DIRECT = {"type": {"type": "direct"}}
TEXT = {"type": {"type": "text"}}


def container_body(external_id: str = "C", **fields: Any) -> dict[str, Any]:
    return {"space": "s", "externalId": external_id, "properties": {"p": TEXT}, **fields}


def container_of_type(**type_: Any) -> dict[str, Any]:
    return container_body(properties={"p": {"type": type_}})


def container_reference(external_id: str) -> dict[str, str]:
    return {"type": "container", "space": "s", "externalId": external_id}


def requires(external_id: str) -> dict[str, Any]:
    return {"constraintType": "requires", "require": container_reference(external_id)}


def view_reference(external_id: str, version: str = "1") -> dict[str, str]:
    return {"type": "view", "space": "s", "externalId": external_id, "version": version}


def mapped(identifier: str, **fields: Any) -> dict[str, Any]:
    return {"container": CONTAINER, "containerPropertyIdentifier": identifier, **fields}


def view_body(external_id: str = "V", **fields: Any) -> dict[str, Any]:
    return {"space": "s", "externalId": external_id, "version": "1", **fields}


def view_with(**properties: Any) -> dict[str, Any]:
    return view_body(properties=properties)


def edge_to(**fields: Any) -> dict[str, Any]:
    return {"type": {"space": "s", "externalId": "e"}, "source": view_reference("V"), **fields}


def reverse_through(identifier: str, source: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    through = {"source": source or view_reference("V"), "identifier": identifier}
    return {
        "connectionType": "multi_reverse_direct_relation",
        "source": view_reference("V"),
        "through": through,
        **fields,
    }
