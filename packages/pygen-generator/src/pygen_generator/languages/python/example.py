"""Programs that use an SDK, made from its own names, so that they run as they stand."""

from __future__ import annotations

import json

from pygen_generator.languages.examples import SPACE, to_read, to_write, value
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.model.types import Scalar, ScalarType

_VALUES = {
    Scalar.BOOLEAN: "True",
    Scalar.TIMESTAMP: "datetime(2026, 1, 1, tzinfo=timezone.utc)",
    Scalar.DATE: "date(2026, 1, 1)",
    Scalar.JSON: '{"key": "value"}',
}


def reading(sdk: Sdk) -> str | None:
    """A program that reads; None where no view with properties can be asked for."""
    family = to_read(sdk.families)
    if family is None:
        return None
    call = f"{sdk.client}.from_env() as client"
    return "\n".join(
        [
            f"from {sdk.package} import {sdk.client}",
            "",
            f"with {call}:",
            f"    for item in client.{family.member}.list(limit=10):",
            "        print(item.external_id)",
        ]
    )


def writing(sdk: Sdk) -> str | None:
    """A program that writes a node and deletes it; None where no view with properties can be written."""
    family = to_write(sdk.families)
    if family is None:
        return None
    attributes = sdk.names.members[family.view.id]
    values = {"external_id": '"my-example"'}
    if sdk.default_instance_space is None:
        values = {"space": json.dumps(SPACE), **values}
    values |= {attributes[prop.name]: value(prop, _VALUES) for prop in family.view.properties if prop.must_be_given}
    types = {
        prop.type.scalar for prop in family.view.properties if prop.must_be_given and isinstance(prop.type, ScalarType)
    }
    needed = ["date"] * (Scalar.DATE in types) + ["datetime", "timezone"] * (Scalar.TIMESTAMP in types)
    imports = [f"from datetime import {', '.join(needed)}", ""] if needed else []
    return "\n".join(
        [
            *imports,
            f"from {sdk.package} import {', '.join(sorted([sdk.client, family.write]))}",
            "",
            f"item = {family.write}(",
            *(f"    {name}={value}," for name, value in values.items()),
            ")",
            f"with {sdk.client}.from_env() as client:",
            "    print(client.upsert(item))",
            "    print(client.delete(item))",
        ]
    )
