"""What generated code and people import, and what importing costs."""

import ast
import asyncio
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pygen_runtime
import pygen_runtime.codegen as seam
import pytest
import shop_by_hand
from pygen_client import PygenClientConfig, PygenError, TokenCredentials
from pygen_client.core import now
from pygen_runtime import ContractError
from pygen_runtime.codegen import LazyAPI, require_contract
from shop_by_hand import AsyncShopClient, ShopClient

BY_HAND = Path(shop_by_hand.__file__).parents[1]


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    program = f"import sys; sys.path.insert(0, {str(BY_HAND)!r})\n{code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


@pytest.mark.parametrize("module", [pygen_runtime, seam])
def test_checkers_and_interpreter_see_the_same_names(module: ModuleType) -> None:
    assert module.__file__ is not None
    imports = [
        node for node in ast.walk(ast.parse(Path(module.__file__).read_text())) if isinstance(node, ast.ImportFrom)
    ]
    seen = {alias.asname for node in imports for alias in node.names if alias.asname}
    names: list[str] = vars(module)["__all__"]

    assert set(names) == seen
    assert len(names) == len(set(names))
    assert all(getattr(module, name) is not None for name in names)


def test_importing_loads_no_library_until_a_name_is_used() -> None:
    shown = "print([name for name in ('httpx', 'pydantic', 'pygen_client') if name in sys.modules])"

    assert run(f"import pygen_runtime, shop_by_hand; {shown}") == "[]\n"
    assert "httpx" in run(f"import shop_by_hand; shop_by_hand.ShopClient; {shown}")


def test_importing_the_seam_loads_nothing_heavy() -> None:
    heavy = "('pandas', 'numpy', 'jinja2', 'typer', 'pygen_generator', 'pygen_cli', 'pygen_emulator')"

    assert (
        run(f"from pygen_runtime.codegen import *; print([name for name in {heavy} if name in sys.modules])") == "[]\n"
    )


def test_importing_a_generated_package_loads_none_of_its_modules() -> None:
    shown = "print(sorted(name for name in sys.modules if name.startswith('shop_by_hand')))"

    assert run(f"import shop_by_hand; {shown}") == "['shop_by_hand']\n"
    assert run(f"from shop_by_hand import Category; {shown}") == (
        "['shop_by_hand', 'shop_by_hand.data_classes', 'shop_by_hand.data_classes.category']\n"
    )


def test_a_generated_package_lists_its_names() -> None:
    names = vars(shop_by_hand)["__all__"]
    assert "ProductWrite" in names
    assert set(names) <= set(dir(shop_by_hand))
    assert shop_by_hand.ProductWrite is shop_by_hand.ProductWrite


def test_a_misspelt_export_gets_the_nearest_right_name() -> None:
    with pytest.raises(AttributeError, match=r"'shop_by_hand' has no 'ProductWrit'; did you mean 'ProductWrite'\?"):
        shop_by_hand.ProductWrit  # type: ignore[attr-defined]  # noqa: B018 - the mistake under test
    with pytest.raises(AttributeError, match=r"has no '__path_hook__'$"):
        shop_by_hand.__path_hook__  # type: ignore[attr-defined]  # noqa: B018 - a name that Python would ask for


def test_another_contract_is_refused_with_the_fix() -> None:
    require_contract(seam.CONTRACT, "shop_sdk")

    with pytest.raises(
        ContractError, match=r"shop_sdk was generated for contract 99.*contract 1.*pygen generate"
    ) as caught:
        require_contract(99, "shop_sdk")  # type: ignore[arg-type]  # checkers refuse it, too
    assert isinstance(caught.value, PygenError)
    assert isinstance(caught.value, ImportError)


def test_apis_are_made_when_first_used_and_kept() -> None:
    settings = PygenClientConfig("http://localhost:1", "p", TokenCredentials("t"))
    with ShopClient(settings) as shop:
        assert "product" not in vars(shop)
        assert shop.product is shop.product
        assert type(shop.product).__name__ == "ProductAPI"
        assert repr(shop) == "ShopClient('p' at http://localhost:1)"
    assert isinstance(ShopClient.product, LazyAPI)
    assert repr(AsyncShopClient(settings)).startswith("AsyncShopClient('p'")


def test_clients_are_made_from_the_environment() -> None:
    environ = {"CDF_URL": "http://localhost:1", "CDF_PROJECT": "p", "CDF_TOKEN": "t"}

    with ShopClient.from_env(environ, default_instance_space="elsewhere") as shop:
        assert shop.client.config.project == "p"
    assert AsyncShopClient.from_env(environ).client.config.base_url == "http://localhost:1"


def test_a_client_that_was_given_stays_open() -> None:
    settings = PygenClientConfig("http://localhost:1", "p", TokenCredentials("t"))
    with ShopClient(settings) as outer:
        with ShopClient(outer.client):
            pass
        assert outer.client.run(now()) > 0


def test_an_asynchronous_client_that_was_given_stays_open() -> None:
    async def use() -> None:
        settings = PygenClientConfig("http://localhost:1", "p", TokenCredentials("t"))
        async with AsyncShopClient(settings) as outer:
            async with AsyncShopClient(outer.client):
                pass
            assert await outer.client.run(now()) > 0

    asyncio.run(use())
