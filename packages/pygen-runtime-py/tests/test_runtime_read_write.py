from shop_by_hand import CategoryWrite, Product, ProductWrite, ShopClient


def test_write_nested_then_read(shop: ShopClient) -> None:
    result = shop.upsert(
        ProductWrite(
            external_id="saw",
            name="Saw",
            price=12.5,
            category=CategoryWrite(external_id="tools", category_name="Tools"),
        )
    )

    assert [str(one) for one in result.created] == ["shop:tools", "shop:saw"]
    saw = shop.product.retrieve("saw")
    assert isinstance(saw, Product)
    assert (saw.name, saw.price, saw.quantity) == ("Saw", 12.5, 1)
    assert saw.category is not None
    assert saw.category.external_id == "tools"
