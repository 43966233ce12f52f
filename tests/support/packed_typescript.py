"""The TypeScript packages as they would be published: built, packed, and installed in an empty folder.

::

    packages = packed_typescript.pack(folder)
    packed_typescript.install(packages.all, folder / "app")
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import generated_sdk
from javascript_runtimes import NPM, run, tool
from pygen_generator import GeneratorConfig, TypescriptConfig, generate_sdk

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "packages" / "pygen-runtime-ts"
CORE = ROOT.parent / "shared" / "models" / "responses" / "CogniteCore.json"
EXAMPLE = ROOT / "tests" / "scenarios" / "pygen_example" / "model"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


@dataclass(frozen=True)
class Packages:
    """Tarballs of the runtime and of an SDK."""

    runtime: Path
    sdk: Path
    views: int
    """How many views the SDK has."""

    @property
    def all(self) -> tuple[Path, Path]:
        return self.runtime, self.sdk


def pack(folder: Path) -> Packages:
    """Build both packages below the folder and pack them, as one would to publish them.

    The SDK is that of CogniteCore; of the example where the shared models are not beside this checkout.
    """
    runtime_source = folder / "pygen-runtime"
    ignored = shutil.ignore_patterns("dist", "node_modules", "tests", "*.tsbuildinfo")
    shutil.copytree(RUNTIME, runtime_source, ignore=ignored)
    runtime = _pack(runtime_source)

    typescript = TypescriptConfig(package="@acme/core-sdk", client_name="CoreClient", output="core-sdk", project=True)
    config = GeneratorConfig(languages=("typescript",), default_instance_space="data", typescript=typescript)
    sdk = generate_sdk(CORE if CORE.exists() else EXAMPLE, config)
    generated_sdk.write(sdk, folder)
    # Into the folder above, where the SDK finds it, too: npm would ask a registry for the tools that the SDK names.
    install([runtime], folder)
    return Packages(runtime, _pack(folder / "core-sdk"), sum("/dataClasses/" in path for path in sdk.files))


def install(tarballs: Sequence[Path], folder: Path) -> None:
    """Install tarballs and nothing else: what they need beside each other would have to come from a registry."""
    folder.mkdir(exist_ok=True)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text('{"type": "module", "private": true}', encoding="utf-8")
    _npm("install", "--offline", "--ignore-scripts", "--no-package-lock", *map(str, tarballs), cwd=folder)


def _pack(source: Path) -> Path:
    tool(str(TSC), "--project", ".", cwd=source)
    (packed,) = json.loads(_npm("pack", "--ignore-scripts", "--json", cwd=source))
    return source / str(packed["filename"])


def _npm(*arguments: str, cwd: Path) -> str:
    assert NPM is not None
    return run([NPM, *arguments, "--loglevel=error", "--no-audit", "--no-fund"], cwd).stdout
