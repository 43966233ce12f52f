"""Programs that use an SDK, made from its own names, so that they run as they stand."""

from __future__ import annotations

import json

from pygen_generator.languages.examples import SPACE, to_read, to_write, value
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.model.types import Scalar

RUNTIME = "@cognite/pygen-runtime"
_VALUES = {
    Scalar.BOOLEAN: "true",
    Scalar.TIMESTAMP: 'new Date("2026-01-01T00:00:00Z")',
    Scalar.DATE: '"2026-01-01"',
    Scalar.JSON: '{ key: "value" }',
}


def reading(sdk: Sdk) -> str | None:
    """A program that reads; None where no view with properties can be asked for."""
    family = to_read(sdk.families)
    if family is None:
        return None
    return _program(
        sdk,
        f"for (const item of await client.{family.member}.list({{ limit: 10 }})) {{",
        "  console.log(item.externalId);",
        "}",
    )


def writing(sdk: Sdk) -> str | None:
    """A program that writes a node and deletes it; None where no view with properties can be asked for and written."""
    family = to_write(sdk.with_api)
    if family is None:
        return None
    members = sdk.names.members[family.view.id]
    values = {"externalId": '"my-example"'}
    values |= {members[prop.name]: value(prop, _VALUES) for prop in family.view.properties if prop.must_be_given}
    return _program(
        sdk,
        f"const item = client.{family.member}.write({{",
        *(f"  {name}: {value}," for name, value in values.items()),
        "});",
        "const result = await client.upsert(item);",
        "console.log(result.created);",
        "console.log((await client.delete(result.created)).deleted);",
        options="" if sdk.default_instance_space is not None else f", {{ instanceSpace: {json.dumps(SPACE)} }}",
    )


def _program(sdk: Sdk, *lines: str, options: str = "") -> str:
    return "\n".join(
        [
            'import { env } from "node:process";',
            "",
            f"import {{ {sdk.client} }} from {json.dumps(sdk.package)};",
            f"import {{ configFromEnv }} from {json.dumps(RUNTIME)};",
            "",
            f"await using client = new {sdk.client}(configFromEnv(env){options});",
            *lines,
        ]
    )
