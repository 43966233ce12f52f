"""The service in the process of the test, on a local CDF that refuses what the real one refuses."""

from collections.abc import AsyncIterator

import httpx
import pytest
from app import app, client_of
from pygen_emulator import Emulator
from shop_sdk import AsyncShopClient

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def web(cdf: Emulator) -> AsyncIterator[httpx.AsyncClient]:
    """What calls the service; there is no socket in between."""
    async with AsyncShopClient(cdf.async_client()) as shop:
        app.dependency_overrides[client_of] = lambda: shop
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
            yield client
        app.dependency_overrides.clear()


async def test_the_cheapest_come_first(web: httpx.AsyncClient) -> None:
    found = (await web.get("/products", params={"max_price": 10})).json()

    assert found[0] == {"name": "Blade", "price": 4.0, "quantity": 90, "category": "Tools"}
    assert [product["name"] for product in found] == ["Blade", "Hammer"]


async def test_what_is_put_can_be_got(web: httpx.AsyncClient) -> None:
    axe = {"name": "Axe", "price": 30.0, "quantity": 2, "category": "Forest"}

    assert (await web.put("/products/axe", json=axe)).json() == {"created": 2, "updated": 0}
    assert (await web.get("/products/axe")).json() == axe


async def test_what_is_not_there(web: httpx.AsyncClient) -> None:
    answer = await web.get("/products/unicorn")

    assert (answer.status_code, answer.json()) == (404, {"detail": "There is no product unicorn."})
