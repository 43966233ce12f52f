"""An SDK as its users get it: its wheel and the runtime's in an environment that has nothing else of Pygen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator
from pygen_generator import open_source
from python_distributions import ROOT

SCRIPTS = Path(sys.executable).parent
MODEL = ROOT / "examples" / "shop" / "model"
SETTINGS = """
[generate]
default_instance_space = "stock"
[python]
package = "shop_sdk"
client_name = "ShopClient"
distribution = "acme-shop-sdk"
version = "1.2.3"
"""

USE = """
from datetime import date
from importlib.util import find_spec
from shop_sdk import CategoryNodeWrite, ProductNode, ProductNodeWrite, ShopClient

assert not [name for name in ("pygen_generator", "pygen_cli", "pygen_emulator", "jinja2", "pandas") if find_spec(name)]
with ShopClient.from_env() as shop:
    tools = CategoryNodeWrite(external_id="tools", category_name="Tools")
    saw = ProductNodeWrite(
        external_id="saw", name="Saw", price=5, quantity=2, created_date=date(2026, 1, 1), category=tools
    )
    print(len(shop.upsert(saw).created))
    found = shop.product_node.query().include(ProductNode.relations.category).first()
    print(found.name, found.category.value.category_name)
    print(len(shop.delete(["saw", "tools"]).deleted))
"""

SIZES = """
import json
from importlib.metadata import distributions
sizes = {each.name: sum(path.locate().stat().st_size for path in each.files) for each in distributions()}
print(json.dumps(sizes))
"""


@dataclass(frozen=True)
class Installed:
    """The environment."""

    python: Path

    def run(self, program: str, **environment: str) -> str:
        """What the program prints. It finds nothing but what is installed in its environment."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
        command = [str(self.python), "-I", "-B", "-c", program]
        done = subprocess.run(command, env={**own, **environment}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def script(name: str) -> str:
    """The program of that name beside this Python."""
    program = shutil.which(name, path=SCRIPTS)
    assert program is not None
    return program


def uv(*arguments: str, environment: Path) -> None:
    """Run uv, which takes from its cache what is locked: `.venv` was made of the same files."""
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment), "UV_PYTHON_DOWNLOADS": "never", "UV_OFFLINE": "1"}
    command = [script("uv"), *arguments, "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def only(names: Sequence[Path]) -> str:
    (name,) = names
    return str(name)


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The SDK of the shop, built by `pygen build`, with its runtime."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "pygen.toml").write_text(SETTINGS, encoding="utf-8")
    subprocess.run([script("pygen"), "build", "--source", str(MODEL)], cwd=folder, check=True, capture_output=True)

    environment = tmp_path_factory.mktemp("environment")
    uv("venv", "--allow-existing", "--python", sys.executable, str(environment), environment=environment)
    # What the runtime needs of others, in the locked versions; then what is to be tried, without looking for more.
    selection = ["--frozen", "--no-dev", "--no-install-workspace", "--package", "cognite-pygen-runtime"]
    uv("sync", *selection, environment=environment)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wheels = [only([*built[name].glob("*.whl")]) for name in ("pygen-client", "pygen-runtime-py")]
    wheels.append(only([*(folder / "dist").glob("*.whl")]))
    uv("pip", "install", "--no-deps", "--no-index", "--python", str(python), *wheels, environment=environment)
    uv("pip", "check", "--python", str(python), environment=environment)
    return Installed(python)


def test_the_sdk_works_with_its_runtime_alone(installed: Installed) -> None:
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(MODEL).load(())), "the shop")
        cdf.deploy(spaces=[SpaceWrite(space="stock")])
        printed = installed.run(USE, **environment_of(cdf))

    assert printed.splitlines() == ["2", "Saw Tools", "2"]


def test_the_runtime_brings_httpx_and_pydantic_and_what_they_need(installed: Installed) -> None:
    sizes: dict[str, int] = json.loads(installed.run(SIZES))

    print("\ninstalled                     KB")
    for name, size in sorted(sizes.items(), key=lambda each: -each[1]):
        print(f"{name:<25} {size / 1000:>6.0f}")
    print(f"{'everything':<25} {sum(sizes.values()) / 1000:>6.0f}")
    of_others = {"httpx", "httpcore", "h11", "anyio", "idna", "certifi", "exceptiongroup"}
    of_others |= {"pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection"}
    assert {canonicalize_name(name) for name in sizes} - of_others == {
        "acme-shop-sdk",
        "cognite-pygen-client",
        "cognite-pygen-runtime",
    }
