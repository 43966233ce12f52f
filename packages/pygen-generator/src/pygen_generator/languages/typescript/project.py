"""What makes generated sources a project that can be published: metadata and a README."""

from __future__ import annotations

import json
from typing import Any

from pygen_generator.config import TypescriptConfig
from pygen_generator.languages.diagram import Drawing
from pygen_generator.languages.documentation import models_text
from pygen_generator.languages.readme import readme, table
from pygen_generator.languages.typescript.client_module import CONTRACT
from pygen_generator.languages.typescript.example import RUNTIME, reading, writing
from pygen_generator.languages.typescript.inheritance import Extensions
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk

RUNTIME_RANGES = {1: "^0.1.0"}
"""For each contract the versions of the runtime that support it."""


def project_files(sdk: Sdk, extensions: Extensions, config: TypescriptConfig) -> dict[str, str]:
    """The files of the project beside ``src``, by their names."""
    return {
        "package.json": _json(_package(sdk, config)),
        "deno.json": _json(_deno(sdk, config)),
        "tsconfig.json": _json(_TSCONFIG),
        "README.md": _readme(sdk, extensions),
    }


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _package(sdk: Sdk, config: TypescriptConfig) -> dict[str, Any]:
    return {
        "name": sdk.package,
        "version": config.version,
        "description": f"Typed SDK for {models_text(sdk.model)}.",
        "type": "module",
        "sideEffects": ["./dist/index.js"],
        "engines": {"node": ">=20"},
        "exports": {
            ".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"},
            # One view alone, for bundlers that load all at the start that the index leads to.
            "./dataClasses/*": {"types": "./dist/dataClasses/*.d.ts", "default": "./dist/dataClasses/*.js"},
        },
        "files": ["dist"],
        # What is packed is what was compiled last, so it is compiled then.
        "scripts": {"build": "tsc", "prepack": "tsc"},
        "dependencies": {RUNTIME: RUNTIME_RANGES[CONTRACT]},
        "devDependencies": {"typescript": ">=5.9"},
    }


def _deno(sdk: Sdk, config: TypescriptConfig) -> dict[str, Any]:
    runtime = f"npm:{RUNTIME}@{RUNTIME_RANGES[CONTRACT]}"
    return {
        "name": sdk.package,
        "version": config.version,
        "exports": "./src/index.ts",
        "imports": {RUNTIME: runtime, f"{RUNTIME}/codegen": f"{runtime}/codegen"},
        "fmt": {"lineWidth": 120, "include": ["src"]},
        "exclude": ["dist", "node_modules"],
    }


_TSCONFIG: dict[str, Any] = {
    "compilerOptions": {
        "target": "es2022",
        "lib": ["es2022", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
        "types": [],
        "module": "nodenext",
        "verbatimModuleSyntax": True,
        "isolatedDeclarations": True,
        "rewriteRelativeImportExtensions": True,
        "strict": True,
        "exactOptionalPropertyTypes": True,
        "noUncheckedIndexedAccess": True,
        "declaration": True,
        "rootDir": "src",
        "outDir": "dist",
    },
    "include": ["src"],
}


def _readme(sdk: Sdk, extensions: Extensions) -> str:
    def program(text: str | None) -> str | None:
        return None if text is None else f"```ts\n{text}\n```"

    bases = {key: extensions[key, "read"].bases for key in sdk.names.families}
    return readme(
        sdk.package,
        sdk.model,
        needs=f"It needs `{RUNTIME}` {RUNTIME_RANGES[CONTRACT]}, and runs in Node 20 or newer, Deno, Bun and browsers.",
        sections={"Log in": _LOGIN, "Read": program(reading(sdk)), "Write": program(writing(sdk))},
        table=table("type", sdk.families, lambda family: f"client.{family.member}", _written),
        drawing=Drawing(sdk.names.families, sdk.names.members, bases, sdk.targets).text(),
    )


_LOGIN = """\
`configFromEnv` takes the project and the login from variables: `CDF_CLUSTER` and `CDF_PROJECT`; then `CDF_TOKEN`, or
`IDP_CLIENT_ID`, `IDP_CLIENT_SECRET` and `IDP_TENANT_ID` of an application in Entra ID. A browser has no such variables:
give `baseUrl`, `project` and `credentials` there."""


def _written(family: Family) -> str:
    return f"client.{family.member}.write" if family.view.queryable else f"write({family.constant}, ...)"
