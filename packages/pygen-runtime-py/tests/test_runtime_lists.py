"""Lists of instances: as lists, as tables, in a notebook."""

from datetime import date

from pygen_client.schema import NodeId
from shop_by_hand import Product, ProductList


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
