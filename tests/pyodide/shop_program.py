"""Uses a generated SDK in Pyodide: writes, reads, queries, fails.

Ends with an AssertionError where something is wrong.
"""

import sys
from dataclasses import replace
from datetime import date, datetime, timezone

from pygen_client import AsyncPygenClient, BadRequestError, PygenClientConfig, PygenConnectionError, RetryPolicy
from pygen_client.drivers import FetchTransport
from shop_sdk import AsyncShopClient, CategoryNodeWrite, ProductNode, ProductNodeWrite

PARTS = 1_500


def products() -> list[ProductNodeWrite]:
    tools = CategoryNodeWrite(external_id="tools", category_name="Tools")
    return [
        ProductNodeWrite(
            external_id=f"p{number}",
            name=f"Part {number} ä",
            price=number / 2,
            quantity=number,
            created_date=date(2026, 1, 1),
            updated_timestamp=datetime(2026, 1, 1, 12, tzinfo=timezone.utc),
            category=tools,
        )
        for number in range(PARTS)
    ]


async def use(shop: AsyncShopClient) -> None:
    result = await shop.upsert(products())
    assert len(result.created) == PARTS + 1, result

    saw = await shop.product_node.retrieve("p7")
    assert saw is not None
    assert (saw.name, saw.updated_timestamp) == ("Part 7 ä", datetime(2026, 1, 1, 12, tzinfo=timezone.utc))

    everything = await shop.product_node.list(limit=None)
    assert len({one.external_id for one in everything}) == PARTS
    assert len([one async for one in shop.product_node.iterate(chunk_size=400, max_price=10)]) == 21

    query = shop.product_node.query().include(ProductNode.relations.category).sort("price").limit(2)
    first, second = await query.list()
    assert (first.external_id, second.external_id) == ("p0", "p1")
    assert first.category is not None
    assert first.category.value.category_name == "Tools"

    assert len((await shop.delete(["p1", "p2"])).deleted) == 2


async def fail(config: PygenClientConfig) -> None:
    caught: list[Exception] = []
    nowhere = replace(config, base_url="http://127.0.0.1:1", retry=RetryPolicy(max_connection_retries=0))
    for one in (config, nowhere):
        async with AsyncPygenClient(one, transport=FetchTransport()) as client:
            try:
                await anext(AsyncShopClient(client).product_node.iterate(cursor="nonsense"))
            except (BadRequestError, PygenConnectionError) as error:
                caught.append(error)
    assert [type(error) for error in caught] == [BadRequestError, PygenConnectionError], caught
    assert "the connection broke" in str(caught[1])


async def main() -> None:
    config = PygenClientConfig.from_env()
    async with AsyncPygenClient(config, transport=FetchTransport()) as client:
        await use(AsyncShopClient(client, default_instance_space="shop"))
    await fail(config)
    print("ok on", sys.platform)
