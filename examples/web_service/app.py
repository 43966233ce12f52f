"""A web service on the shop: `uvicorn app:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from pydantic import BaseModel
from shop_sdk import AsyncShopClient, CategoryNodeWrite, ProductNode, ProductNodeWrite

P, R = ProductNode.props, ProductNode.relations


class Product(BaseModel):
    """A product, as the web sees it."""

    name: str
    price: float
    quantity: int
    category: str | None = None


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """One client for all requests: it shares its connections, and limits itself to what the service allows."""
    async with AsyncShopClient.from_env() as shop:
        app.state.shop = shop
        yield


def client_of(request: Request) -> AsyncShopClient:
    """The client of the application; tests give another one."""
    shop: AsyncShopClient = request.app.state.shop
    return shop


Shop = Annotated[AsyncShopClient, Depends(client_of)]
app = FastAPI(title="Shop", lifespan=lifespan)


@app.get("/products")
async def cheapest(
    shop: Shop, max_price: float = 1000, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> list[Product]:
    """Products up to a price, the cheapest first, each with the name of its category."""
    query = shop.product_node.query().where(P.price <= max_price).include(R.category).sort(P.price).limit(limit)
    return [shown(product) for product in await query.list()]


@app.get("/products/{product_id}")
async def one(shop: Shop, product_id: str) -> Product:
    """One product."""
    found = await shop.product_node.query().where(P.external_id == product_id).include(R.category).list()
    if not found:
        raise HTTPException(404, f"There is no product {product_id}.")
    return shown(found[0])


@app.put("/products/{product_id}")
async def put(shop: Shop, product_id: str, given: Product) -> dict[str, int]:
    """Write a product, and its category if it is new."""
    category = given.category and CategoryNodeWrite(external_id=given.category.lower(), category_name=given.category)
    result = await shop.upsert(
        ProductNodeWrite(
            external_id=product_id,
            name=given.name,
            price=given.price,
            quantity=given.quantity,
            created_date=date.today(),
            category=category or None,
        )
    )
    return {"created": len(result.created), "updated": len(result.updated)}


def shown(product: ProductNode) -> Product:
    """The product as an answer; its category has been read with it."""
    category = product.category.value.category_name if product.category else None
    return Product(name=product.name, price=product.price, quantity=product.quantity, category=category)
