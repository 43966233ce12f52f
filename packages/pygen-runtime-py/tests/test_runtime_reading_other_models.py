"""Reading where the model has changed since the SDK was generated, and answers that fit no model."""

import json

import httpx
import pytest
from pygen_client import OperationClass, PygenClient
from pygen_emulator import Emulator
from pygen_runtime import UnexpectedAnswerError
from shop_by_hand import Product, ProductWrite, ShopClient
from shop_project import config, widen


class TestAModelThatHasGrown:
    @pytest.fixture
    def weighed(self, emulator: Emulator, shop: ShopClient) -> ShopClient:
        shop.upsert(ProductWrite(external_id=f"p{number:04}", name="Part", price=number) for number in range(15))
        widen(emulator)
        source = Product.view_id.dump()
        body = {"source": source, "properties": {"weight": 7}}
        item = {"instanceType": "node", "space": "shop", "externalId": "p0003", "sources": [body]}
        response = shop.client.api.post("/models/instances", {"items": [item]}, operation_class=OperationClass.WRITE)
        shop.client.run(response)
        return shop

    def test_new_properties_are_kept_aside(self, weighed: ShopClient) -> None:
        listed = {one.external_id: one.other_properties for one in weighed.product.list()}
        paged = {one.external_id: one.other_properties for one in weighed.product.iterate(chunk_size=2)}
        single = weighed.product.retrieve("p0003")

        assert listed["p0003"] == paged["p0003"] == {"weight": 7}
        assert listed["p0001"] == {}
        assert single is not None
        assert single.other_properties == {"weight": 7}
        assert single.dump()["properties"]["shop_model"]["Product/v1"]["weight"] == 7

    def test_writing_back_leaves_them_alone(self, weighed: ShopClient) -> None:
        part = weighed.product.retrieve("p0003")
        assert part is not None

        weighed.upsert(part.as_write().model_copy(update={"price": 99}))

        again = weighed.product.retrieve("p0003")
        assert again is not None
        assert (again.price, again.other_properties) == (99, {"weight": 7})


class TestAnswersThatDoNotFit:
    """They cannot come from a service that has the schema of the SDK, so the answer is written here."""

    @staticmethod
    def listing(emulator: Emulator, answer: bytes) -> str:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=answer))
        with PygenClient(config(emulator), transport=transport) as client:
            with pytest.raises(UnexpectedAnswerError) as caught:
                ShopClient(client).product.list()
            return str(caught.value)

    def test_an_instance_without_a_required_property_is_named(self, emulator: Emulator) -> None:
        properties = {"shop_model": {"Product/v1": {"name": "Saw"}}}
        times = {"version": 1, "createdTime": 0, "lastUpdatedTime": 0}
        item = {"instanceType": "node", "space": "shop", "externalId": "saw", **times, "properties": properties}

        assert self.listing(emulator, json.dumps({"items": [item]}).encode()) == (
            "The service's answer does not fit the SDK: Product shop:saw, price: Field required. If view "
            "shop_model:Product(v1) has changed since the SDK was generated, run `pygen generate` again"
        )

    @pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}", b'{"nextCursor": 7', b'{"items": [7]}'])
    def test_what_is_no_page_at_all_says_so(self, emulator: Emulator, answer: bytes) -> None:
        assert "does not fit the SDK: an answer about Product" in self.listing(emulator, answer)
