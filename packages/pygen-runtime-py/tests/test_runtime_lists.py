"""Lists of instances: as lists, as tables, in a notebook."""

import subprocess
import sys
from datetime import date

from pygen_client import PygenError
from pygen_client.schema import NodeId
from pygen_runtime import InstanceList, Ref
from shop_by_hand import Product, ProductList, Tool


def products(count: int, name: str = "Part") -> ProductList:
    return ProductList(
        Product(space="shop", external_id=f"p{number}", name=name, price=number, created_date=date(2024, 1, 1))
        for number in range(count)
    )


def test_a_list_is_a_list() -> None:
    parts = products(3)

    assert [one.price for one in parts] == [0, 1, 2]
    assert parts[1].external_id == "p1"
    assert parts.ids() == [NodeId("shop", "p0"), NodeId("shop", "p1"), NodeId("shop", "p2")]
    assert [one["externalId"] for one in parts.dump()] == ["p0", "p1", "p2"]


def test_a_slice_is_a_list_of_the_same_kind() -> None:
    assert isinstance(products(3)[1:], ProductList)
    assert [one.external_id for one in products(3)[1:]] == ["p1", "p2"]


def test_repr_is_short() -> None:
    assert repr(products(2)) == "<ProductList of 2: [p0, p1]>"
    assert repr(products(500)) == "<ProductList of 500: [p0, p1, p2, ...]>"


def test_repr_says_that_the_list_was_cut() -> None:
    cut = ProductList(products(2), next_cursor="next")

    assert repr(cut) == "<ProductList of first 2, more in the service; limit=None lists all: [p0, p1]>"
    assert "first 2, more in the service; limit=None lists all" in cut._repr_html_()


def test_html_escapes_what_comes_from_the_service() -> None:
    html = products(1, name="<script>alert('x')</script>")._repr_html_()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_html_shows_the_first_rows_and_short_values() -> None:
    html = products(25, name="x" * 200)._repr_html_()

    assert html.count("<tr>") == 21
    assert "5 rows more in this list" in html
    assert "x" * 79 + "…" in html
    assert "x" * 80 not in html


def test_html_of_an_empty_list_is_a_table_too() -> None:
    assert "<table>" in ProductList()._repr_html_()


def test_a_table_has_one_column_for_each_attribute() -> None:
    parts = ProductList(
        [*products(2), Product(space="shop", external_id="saw", name="Saw", price=1, category=Ref("shop", "tools"))]
    )

    frame = parts.to_pandas()

    assert list(frame.columns[:4]) == ["space", "external_id", "name", "description"]
    assert frame["external_id"].tolist() == ["p0", "p1", "saw"]
    assert frame["price"].dtype == float
    assert frame["category"].iloc[2] == Ref("shop", "tools")


def test_a_table_of_several_classes_has_the_columns_of_all() -> None:
    mixed = InstanceList[Product](
        [*products(1), Tool(space="shop", external_id="drill", name="Drill", price=1, power=500)]
    )

    assert mixed.to_pandas()["power"].tolist()[1] == 500
    assert ProductList().to_pandas().columns.tolist() == ["space", "external_id"]


def test_without_pandas_the_message_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['pandas'] = None\n"
        "from pygen_runtime import InstanceList\n"
        "try: InstanceList().to_pandas()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout == f"{PygenError.__name__} Tables need pandas: pip install 'cognite-pygen-runtime[pandas]'\n"
