"""What makes a generated package a project that can be published: metadata and a README."""

from __future__ import annotations

import json

from pygen_generator.config import PythonConfig
from pygen_generator.languages.diagram import Drawing
from pygen_generator.languages.documentation import models_text
from pygen_generator.languages.python.example import reading, writing
from pygen_generator.languages.python.package import CONTRACT
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.readme import readme, table

RUNTIME_RANGES = {1: ">=0.1,<0.2"}
"""For each contract the versions of ``cognite-pygen-runtime`` that support it."""

MINIMUM_PYTHON = "3.10"


def project_files(sdk: Sdk, config: PythonConfig) -> dict[str, str]:
    """The files of the project beside the package's folder, by their names."""
    distribution = config.distribution or sdk.package.replace("_", "-")
    return {
        "pyproject.toml": _metadata(sdk, distribution, config.version),
        "README.md": _readme(sdk, distribution),
    }


def _metadata(sdk: Sdk, distribution: str, version: str) -> str:
    return f"""\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = {_toml(distribution)}
version = {_toml(version)}
description = {_toml(f"Typed SDK for {models_text(sdk.model)}.")}
readme = "README.md"
requires-python = ">={MINIMUM_PYTHON}"
dependencies = ["cognite-pygen-runtime{RUNTIME_RANGES[CONTRACT]}"]
classifiers = ["Programming Language :: Python :: 3", "Typing :: Typed"]

[tool.hatch.build.targets.wheel]
packages = [{_toml(sdk.package)}]

[tool.hatch.build.targets.sdist]
include = [{_toml(f"/{sdk.package}")}, "/README.md"]
"""


def _toml(text: str) -> str:
    """A text in TOML, which writes it as JSON does but for one character, and has no halves of characters."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _readme(sdk: Sdk, distribution: str) -> str:
    def program(text: str | None) -> str | None:
        return None if text is None else f"```python\n{text}\n```"

    drawing = Drawing(sdk.names.families, sdk.names.members, sdk.inheritance.bases, sdk.inheritance)
    return readme(
        distribution,
        sdk.model,
        needs=f"It needs Python {MINIMUM_PYTHON} or newer and `cognite-pygen-runtime{RUNTIME_RANGES[CONTRACT]}`.",
        sections={"Log in": _LOGIN, "Read": program(reading(sdk)), "Write": program(writing(sdk))},
        table=table("class", sdk.families, lambda family: f"client.{family.member}", lambda family: family.write),
        drawing=drawing.text(),
    )


_LOGIN = """\
Clients take the project and the login from the environment: `CDF_CLUSTER` and `CDF_PROJECT`; then `CDF_TOKEN`, or
`IDP_CLIENT_ID`, `IDP_CLIENT_SECRET` and `IDP_TENANT_ID` of an application in Entra ID."""
