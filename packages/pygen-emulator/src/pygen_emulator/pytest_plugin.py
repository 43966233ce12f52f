"""Fixtures for pytest: an emulator for each test, in process or on a port.

::

    def test_shop(cdf):                     # in process
        with cdf.client() as client: ...

    def test_over_http(cdf_server):         # on a free port, for clients that need one
        subprocess.run(["my-program", "--url", cdf_server.base_url, "--token", cdf_server.token])

What they begin with is said once, in the ini options of pytest::

    [tool.pytest.ini_options]
    cdf_project = "shop"
    cdf_schema = ["pygen.lock", "tests/schema.json"]
    cdf_spaces = ["my_instances"]
    cdf_data = ["tests/instances.json"]
    cdf_seed = "100"

or, for one folder or module, by a fixture ``cdf_options`` with arguments of ``Emulator``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pygen_emulator.emulator import Emulator

_PARTS = {"spaces": "spaces", "containers": "containers", "views": "views", "dataModels": "data_models"}
"""What a schema file has, and the argument of ``Emulator.deploy`` that takes it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("cdf_project", "Project of the fixtures cdf and cdf_server.", default="pygen")
    parser.addini(
        "cdf_schema",
        "Files with the schema to begin with: a pygen.lock, or JSON such as "
        '{"spaces": [], "containers": [], "views": [], "dataModels": []}.',
        type="paths",
    )
    parser.addini("cdf_spaces", "Further spaces to make, for instances.", type="args")
    parser.addini("cdf_data", "JSON files with instances to begin with, as POST /models/instances takes.", type="paths")
    parser.addini("cdf_seed", "How many instances to make from the schema.", default="0")


@pytest.fixture
def cdf_options() -> dict[str, Any]:
    """Arguments of ``Emulator`` for the fixtures ``cdf`` and ``cdf_server``; to be overridden."""
    return {}


@pytest.fixture
def cdf(pytestconfig: pytest.Config, cdf_options: dict[str, Any]) -> Iterator[Emulator]:
    """A local CDF in process, fresh for each test: for ``cdf.client()``, ``cdf.transport()`` and the like."""
    with _emulator(pytestconfig, cdf_options, in_process=True) as emulator:
        yield emulator


@pytest.fixture
def cdf_server(pytestconfig: pytest.Config, cdf_options: dict[str, Any]) -> Iterator[Emulator]:
    """A local CDF on a free port of this machine, fresh for each test."""
    with _emulator(pytestconfig, cdf_options, in_process=False) as emulator:
        yield emulator


@contextmanager
def _emulator(config: pytest.Config, options: dict[str, Any], *, in_process: bool) -> Iterator[Emulator]:
    # Loaded only by those who use it: pytest loads this module in every run.
    from pygen_emulator.emulator import Emulator  # noqa: PLC0415

    make = Emulator.in_process if in_process else Emulator
    with make(**{"project": config.getini("cdf_project"), **options}) as emulator:
        for path in config.getini("cdf_schema"):
            emulator.deploy(**_schema(path), as_system=True)
        emulator.deploy(spaces=[{"space": space} for space in config.getini("cdf_spaces")])
        for path in config.getini("cdf_data"):
            emulator.load(path)
        count = _number(config.getini("cdf_seed"))
        if count:
            emulator.seed(count)
        yield emulator


def _schema(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise pytest.UsageError(f"cdf_schema: {path} cannot be read: {error}") from error
    if isinstance(content, dict) and "lockVersion" in content:
        content = content.get("schema")
    if not isinstance(content, dict) or not content.keys() <= _PARTS.keys():
        raise pytest.UsageError(f"cdf_schema: {path} must hold an object with {', '.join(_PARTS)} and nothing else")
    return {_PARTS[part]: items for part, items in content.items()}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise pytest.UsageError(f"cdf_seed must be a whole number, not {text!r}")
    return int(text)
