"""What is in stock, and what has to be bought."""

from pygen_runtime import Avg, Count
from shop_sdk import ProductNode, ShopClient

P, R = ProductNode.props, ProductNode.relations

with ShopClient.from_env() as shop:
    print("In stock:")
    for group in shop.product_node.aggregate([Count(), Avg("price")], group_by="category"):
        category, values = group.group["category"], group.values
        print(f"  {category.external_id:<8}{values.count} products at {values.avg_price:.2f}")

    print("To buy:")
    few = shop.product_node.query().where(P.quantity < 10).include(R.category).sort(P.quantity)
    for product in few.iterate():
        shelf = product.category.value.category_name if product.category else "nowhere"
        print(f"  {product.name:<8}{product.quantity} left in {shelf}")
