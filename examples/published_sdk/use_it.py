"""What somebody else writes who has installed the package."""

from importlib.metadata import distribution

from shop_sdk import ShopClient

with ShopClient.from_env() as shop:
    print(distribution("acme-shop-sdk").name, "finds", shop.product_node.count(), "products")
