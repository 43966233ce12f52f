"""Tables of pandas, Arrow and polars: from lists, and straight from answers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import date, datetime, timezone
from typing import Any

import httpx
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal
from pygen_client import PygenClient, PygenError
from pygen_emulator import Emulator
from pygen_runtime import InstanceList, Ref, UnexpectedAnswerError
from shop_by_hand import (
    AsyncShopClient,
    Category,
    CategoryWrite,
    Everything,
    EverythingList,
    EverythingWrite,
    Product,
    ProductList,
    ProductWrite,
    RelatesToList,
    ShopClient,
    Tool,
)
from shop_project import asynchronous, config, widen

DTYPES = {
    "space": "string",
    "external_id": "string",
    "at": "datetime64[ms, UTC]",
    "data": "object",
    "day": "datetime64[s]",
    "days": "object",
    "file": "string",
    "flag": "boolean",
    "flags": "object",
    "float32": "float64",
    "float64": "float64",
    "floats": "object",
    "int32": "Int64",
    "int64": "Int64",
    "ints": "object",
    "objects": "object",
    "other": "string",
    "others": "object",
    "sequence": "string",
    "serial": "Int64",
    "series": "string",
    "state": "string",
    "text": "string",
    "texts": "object",
    "times": "object",
    "node_type": "string",
    "version": "Int64",
    "created_time": "datetime64[ms, UTC]",
    "last_updated_time": "datetime64[ms, UTC]",
}
WHEN = datetime(2024, 2, 29, 12, 30, 0, 170_000, tzinfo=timezone.utc)
LONG_AGO = datetime(1, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def full(shop: ShopClient) -> ShopClient:
    """A node with a value of every type, one with hardly any, and one with values that are falsy."""
    shop.upsert(
        [
            EverythingWrite(
                external_id="a",
                node_type=("shop_model", "kind"),
                at=WHEN,
                data={"a": [1, None]},
                day=date(2024, 2, 29),
                days=[date(2024, 2, 29), date(1, 1, 1)],
                flag=True,
                flags=[True, False],
                float32=0.5,
                float64=1.25,
                floats=[1.0, 2.5],
                int32=7,
                int64=2**62 + 1,
                ints=[1, 2**62 + 1],
                objects=[{"b": 1}],
                other=("elsewhere", "x"),
                others=[("elsewhere", "x"), ("shop", "b")],
                state="on",
                text="ä",
                texts=["a", "b"],
                times=[WHEN],
            ),
            EverythingWrite(external_id="b", at=LONG_AGO),
            EverythingWrite(external_id="c", int32=0, flag=False, text="", texts=[], float64=0.0),
        ]
    )
    return shop


def straight(shop: ShopClient) -> pd.DataFrame:
    return shop.everything.query().sort("external_id").to_pandas()


class TestPandas:
    def test_each_type_has_its_dtype(self, full: ShopClient) -> None:
        frame = straight(full)

        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == DTYPES

    def test_an_empty_table_has_the_same_columns(self, shop: ShopClient) -> None:
        for frame in (shop.everything.list().to_pandas(), EverythingList().to_pandas(), straight(shop)):
            assert len(frame) == 0
            assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == DTYPES

    def test_lists_and_answers_give_the_same(self, full: ShopClient) -> None:
        listed = full.everything.list(sort_by="external_id").to_pandas()

        assert_frame_equal(listed, straight(full))
        assert_frame_equal(listed, full.everything.iterate().to_pandas().sort_values("external_id", ignore_index=True))

    def test_values_are_those_of_the_service(self, full: ShopClient) -> None:
        first = straight(full).iloc[0]

        assert first["at"] == pd.Timestamp(WHEN)
        assert first["day"] == pd.Timestamp("2024-02-29")
        assert first["days"] == [date(2024, 2, 29), date(1, 1, 1)]
        assert first["times"] == [WHEN]
        assert (first["int64"], first["ints"]) == (2**62 + 1, [1, 2**62 + 1])
        assert (first["data"], first["objects"]) == ({"a": [1, None]}, [{"b": 1}])
        assert (first["other"], first["others"]) == ("elsewhere:x", ["elsewhere:x", "shop:b"])
        assert (first["node_type"], first["version"]) == ("shop_model:kind", 1)
        assert first["created_time"].tzinfo is not None

    def test_what_has_no_value_is_missing(self, full: ShopClient) -> None:
        second = straight(full).iloc[1]

        assert [name for name in DTYPES if not isinstance(second[name], str) and second[name] is None]
        assert pd.isna(second[["flag", "int32", "float64", "day", "text", "other"]]).all()
        assert second["at"].year == 1

    def test_falsy_values_are_values(self, full: ShopClient) -> None:
        third = straight(full).iloc[2]

        assert (third["int32"], third["flag"], third["text"], third["texts"]) == (0, False, "", [])
        assert third["float64"] == 0.0

    def test_edges_have_their_ends(self) -> None:
        columns = RelatesToList().to_pandas().columns.tolist()

        assert columns[:5] == ["space", "external_id", "edge_type", "start_node", "end_node"]
        assert columns[-3:] == ["version", "created_time", "last_updated_time"]

    def test_a_table_of_several_classes_has_the_columns_of_all(self) -> None:
        mixed = InstanceList[Product](
            [
                Product(space="shop", external_id="p", name="Part", price=1, category=Ref("shop", "tools")),
                Tool(space="shop", external_id="drill", name="Drill", price=1, power=500),
            ]
        )

        frame = mixed.to_pandas()

        assert frame["power"].tolist()[1] == 500
        assert frame["category"].tolist()[0] == "shop:tools"
        assert InstanceList().to_pandas().columns.tolist() == []

    def test_times_with_other_offsets_are_turned_into_utc(self) -> None:
        times = ["2024-02-29T14:30:00.170+02:00", "2024-02-29T12:30:00.17Z", "2024-02-29T12:30:00.170"]
        items = [
            Everything.load({"space": "shop", "externalId": "x", **_properties({"at": text, "serial": 1})})
            for text in times
        ]

        assert EverythingList(items).to_pandas()["at"].tolist() == [pd.Timestamp(WHEN)] * 3

    def test_what_was_left_out_is_no_column(self, full: ShopClient) -> None:
        frame = full.everything.query().select("text").to_pandas()

        assert [name for name in frame.columns if name in ("text", "int32", "space", "version")] == [
            "space",
            "text",
            "version",
        ]

    def test_what_the_view_has_gained_is_left_out(self, emulator: Emulator, shop: ShopClient) -> None:
        shop.upsert(ProductWrite(external_id="saw", name="Saw", price=1))
        widen(emulator)

        assert "weight" not in shop.product.iterate().to_pandas().columns


class TestIncluded:
    def test_nodes_that_were_included_are_ids(self, shop: ShopClient) -> None:
        shop.upsert(
            ProductWrite(
                external_id=name, name=name, price=1, category=CategoryWrite(external_id="tools", category_name="T")
            )
            for name in ("saw", "drill")
        )

        products = shop.product.query().include(Product.relations.category, Product.relations.shelf).to_pandas()
        categories = shop.category.query().include(Category.relations.products).list().to_pandas()

        assert products["category"].tolist() == ["shop:tools"] * 2
        assert products["shelf"].isna().all()
        assert sorted(categories["products"].iloc[0]) == ["shop:drill", "shop:saw"]


class TestOtherTables:
    def test_arrow_has_its_types(self, full: ShopClient) -> None:
        table = full.everything.query().sort("external_id").to_arrow()

        types = {field.name: str(field.type) for field in table.schema}
        assert types["at"] == types["created_time"] == "timestamp[ms, tz=UTC]"
        assert (types["day"], types["days"]) == ("date32[day]", "list<item: date32[day]>")
        assert (types["int32"], types["flag"], types["float32"]) == ("int64", "bool", "double")
        assert (types["others"], types["times"]) == ("list<item: string>", "list<item: timestamp[ms, tz=UTC]>")
        first = table.slice(0, 1).to_pylist()[0]
        assert (first["at"], first["day"], first["data"]) == (WHEN, date(2024, 2, 29), '{"a":[1,null]}')
        assert (first["objects"], first["int64"]) == (['{"b":1}'], 2**62 + 1)

    def test_arrow_from_lists_is_the_same(self, full: ShopClient) -> None:
        listed = full.everything.list(sort_by="external_id").to_arrow()

        assert listed.equals(full.everything.query().sort("external_id").to_arrow())
        assert EverythingList().to_arrow().schema == listed.schema

    def test_polars_has_its_types(self, full: ShopClient) -> None:
        table = full.everything.query().sort("external_id").to_polars()

        assert table.schema["at"] == table.schema["created_time"] == pl.Datetime("ms", "UTC")
        dtypes = [table.schema[name] for name in ("day", "days", "int32", "flag", "floats")]
        assert dtypes == [pl.Date(), pl.List(pl.Date), pl.Int64(), pl.Boolean(), pl.List(pl.Float64)]
        first = table.row(0, named=True)
        assert (first["at"], first["data"], first["others"]) == (WHEN, '{"a":[1,null]}', ["elsewhere:x", "shop:b"])

    def test_polars_from_lists_is_the_same(self, full: ShopClient) -> None:
        listed = full.everything.list(sort_by="external_id").to_polars()

        assert listed.equals(full.everything.query().sort("external_id").to_polars())
        assert EverythingList().to_polars().schema == listed.schema


class TestIterators:
    def test_a_table_is_made_of_what_is_left(self, full: ShopClient) -> None:
        nodes = full.everything.iterate()
        next(nodes)

        assert len(nodes.to_pandas()) == 2
        assert len(nodes.to_pandas()) == 0

    def test_a_table_can_be_of_many_pages(self, emulator: Emulator, shop: ShopClient) -> None:
        shop.upsert(ProductWrite(external_id=f"p{number:04}", name="P", price=number) for number in range(2_300))

        for frame in (
            shop.product.iterate(chunk_size=500).to_pandas(),
            shop.product.iterate(chunk_size=1_500).to_pandas(),
            shop.product.query().to_pandas(),
        ):
            assert sorted(frame["price"]) == list(range(2_300))
        assert len(shop.product.iterate(chunk_size=500, limit=1_200).to_pandas()) == 1_200

    def test_following_gives_a_table_too(self, shop: ShopClient) -> None:
        shop.upsert(
            ProductWrite(
                external_id="saw", name="S", price=1, category=CategoryWrite(external_id="t", category_name="T")
            )
        )

        assert shop.category.follow(Category.relations.products, of="t").to_pandas()["name"].tolist() == ["S"]

    def test_without_blocking_calls(self, full: ShopClient, emulator: Emulator) -> None:
        async def read() -> list[Any]:
            async with asynchronous(emulator) as client:
                everything = AsyncShopClient(client).everything
                begun = everything.iterate()
                await anext(begun)
                return [
                    await everything.iterate().to_pandas(),
                    await everything.iterate().to_arrow(),
                    await everything.iterate().to_polars(),
                    await everything.query().to_pandas(),
                    await everything.query().to_arrow(),
                    await everything.query().to_polars(),
                    await begun.to_pandas(),
                ]

        assert [len(table) for table in asyncio.run(read())] == [3] * 6 + [2]

    def test_iterators_give_every_kind_of_table(self, full: ShopClient) -> None:
        assert isinstance(full.everything.iterate().to_arrow(), pa.Table)
        assert isinstance(full.everything.iterate().to_polars(), pl.DataFrame)


class TestAnswersThatDoNotFit:
    @staticmethod
    def iterate(emulator: Emulator, content: bytes) -> pd.DataFrame:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
        with PygenClient(config(emulator), transport=transport) as client:
            return ShopClient(client).product.iterate().to_pandas()

    @pytest.mark.parametrize("content", [b"<html>", b"[]", b"{}"])
    def test_what_is_no_answer_says_so(self, emulator: Emulator, content: bytes) -> None:
        with pytest.raises(UnexpectedAnswerError, match="Check the base URL"):
            self.iterate(emulator, content)

    def test_values_of_another_type_name_their_column(self, emulator: Emulator) -> None:
        item = {"space": "shop", "externalId": "x", "properties": {"shop_model": {"Product/v1": {"quantity": 1.5}}}}

        with pytest.raises(UnexpectedAnswerError, match="Column 'quantity' is to hold integer, and does not"):
            self.iterate(emulator, httpx.Response(200, json={"items": [item]}).content)


@pytest.mark.parametrize(("library", "extra"), [("pandas", "pandas"), ("pyarrow", "arrow"), ("polars", "polars")])
def test_without_the_library_the_message_says_what_to_install(library: str, extra: str) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from pygen_runtime import InstanceList\n"
        f"try: InstanceList().to_{extra}()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout == f"{PygenError.__name__} Tables need {library}: pip install 'cognite-pygen-runtime[{extra}]'\n"


def test_a_list_of_nothing_known_is_an_empty_table() -> None:
    assert ProductList().to_pandas().columns[:3].tolist() == ["space", "external_id", "name"]


def _properties(values: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {"shop_model": {"Everything/v1": values}}}
