"""What importing loads: only what is used."""

from __future__ import annotations

import subprocess
import sys

import pygen_client
import pytest

HEAVY = ("httpx", "pydantic", "asyncio", "http.server", "webbrowser", "opentelemetry")


def loaded(program: str) -> set[str]:
    """The heavy modules, and parts of this package, that a program has loaded."""
    shown = f"import sys\nprint(*(n for n in sys.modules if n in {HEAVY!r} or n.startswith('pygen_client.')))"
    command = [sys.executable, "-c", f"{program}\n{shown}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - programs of this file
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_but_its_version():
    assert loaded("import pygen_client") == {"pygen_client._version"}


def test_errors_load_nothing_else():
    assert loaded("from pygen_client import PygenError, PygenAPIError") == {
        "pygen_client._version",
        "pygen_client.errors",
    }


def test_configuration_and_credentials_load_neither_httpx_nor_models():
    program = (
        "from pygen_client import PygenClientConfig, TokenCredentials, InteractiveCredentials\n"
        "PygenClientConfig('https://x.test', 'p', TokenCredentials('t'))"
    )
    assert loaded(program).isdisjoint(HEAVY)


def test_a_client_loads_httpx_and_the_models_come_with_the_first_resource():
    make = (
        "from pygen_client import PygenClient, PygenClientConfig, TokenCredentials\n"
        "client = PygenClient(PygenClientConfig('https://x.test', 'p', TokenCredentials('t')))\n"
    )
    made = loaded(make)
    assert "httpx" in made
    assert made.isdisjoint({"pydantic", "pygen_client.resources", "pygen_client.schema"})
    assert {"pydantic", "pygen_client.schema"} <= loaded(f"{make}client.spaces")


def test_the_schema_loads_no_transport():
    assert loaded("import pygen_client.schema").isdisjoint({"httpx", "pygen_client.drivers", "pygen_client.client"})


def test_ids_come_without_the_models():
    models = {f"pygen_client.schema.{name}" for name in ("containers", "views", "data_models", "property_types")}

    assert loaded("from pygen_client.schema import NodeId, ViewId").isdisjoint(models)
    assert "pygen_client.schema.data_models" in loaded("from pygen_client.schema import DataModel")


def test_parts_are_attributes_and_unknown_names_are_errors():
    assert vars(pygen_client.errors)["PygenError"] is pygen_client.PygenError
    assert {"PygenClient", "schema"} <= set(dir(pygen_client))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = pygen_client.Nothing
