"""What people meet who look around without a type checker: slips that name the right way, texts that tell enough."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import pytest
from pygen_client import PygenValidationError
from pygen_runtime import Avg, Ref
from shop_by_hand import AsyncShopClient, Category, CategoryWrite, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_by_hand._api._product_api import ProductAPI

P, R = Product.props, Product.relations
FITS = ("shop_model", "relatesTo")


@pytest.fixture
def looking(shop: ShopClient) -> Any:
    """The shop as notebooks see it, where nothing checks types."""
    shop.upsert(
        ProductWrite(
            external_id="saw", name="Saw", price=12, category=CategoryWrite(external_id="tools", category_name="Tools")
        )
    )
    return shop


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("category", r"'category' is no relation of Product; use Product\.relations\.category"),
        (P.category, r"Product\.props\.category is no relation of Product; use Product\.relations\.category"),
        ("categry", r"'categry' is no relation of Product; did you mean 'category'\?"),
        (3, r"3 is no relation of Product"),
    ],
)
def test_what_is_no_relation_cannot_be_included_or_followed(looking: Any, wrong: object, told: str) -> None:
    with pytest.raises(PygenValidationError, match=told):
        looking.product.query().include(wrong)
    with pytest.raises(PygenValidationError, match=told):
        looking.category.query().include(Category.relations.products.include(wrong))  # type: ignore[arg-type]  # the slip
    with pytest.raises(PygenValidationError, match=told):
        looking.product.follow(wrong, of="saw")


def test_what_was_read_is_not_written_as_it_is(looking: Any) -> None:
    with pytest.raises(PygenValidationError, match=r"^Product is no write object; use as_write\(\)$"):
        looking.upsert(looking.product.retrieve("saw"))
    with pytest.raises(PygenValidationError, match=r"^dict is no write object$"):
        looking.upsert({"external_id": "saw"})


def test_a_reference_leads_to_the_attributes_of_the_node(looking: Any) -> None:
    category: Any = looking.product.retrieve("saw").category

    with pytest.raises(AttributeError, match=r"no attribute 'category_name': .* \.value, once include\(Product\.relat"):
        _ = category.category_name
    with pytest.raises(AttributeError, match=r"no attribute 'name': the node that it leads to is \.value$"):
        _ = Ref[Any]("shop", "tools").name  # type: ignore[attr-defined]  # the slip
    assert copy.deepcopy(category) == pickle.loads(pickle.dumps(category)) == category  # noqa: S301 - made here


def test_links_and_rows_lead_to_their_parts(looking: Any) -> None:
    looking.upsert(RelatesToWrite(start_node="saw", end_node="saw", relation_type="fits", edge_type=FITS))
    (link,) = looking.product.query().include(R.relates_to).first().relates_to
    (row,) = looking.product.aggregate(Avg("price"))

    with pytest.raises(AttributeError, match=r"A link has no attribute 'name': \.edge has the .*, \.node those of"):
        _ = link.name
    with pytest.raises(AttributeError, match=r"A row has no attribute 'avg_price': numbers are in \.values"):
        _ = row.avg_price


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("desc", "Product.props.price has no 'desc'; use descending"),
        ("isna", "Product.props.price has no 'isna'; use is_missing"),
        ("betwen", r"Product.props.price has no 'betwen'; did you mean 'between'\?"),
        ("contains", "Product.props.price has no 'contains'; known: ascending, "),
    ],
)
def test_properties_know_the_words_of_other_libraries(name: str, told: str) -> None:
    with pytest.raises(AttributeError, match=told):
        getattr(P.price, name)


def test_what_is_no_id_no_limit_and_no_connection_is_told(looking: Any) -> None:
    with pytest.raises(PygenValidationError, match=r"^1 does not name an instance"):
        looking.product.retrieve(1)
    with pytest.raises(PygenValidationError, match=r"^None does not name an instance"):
        looking.delete(None)
    with pytest.raises(PygenValidationError, match=r"^NoneType is no write object$"):
        looking.upsert(None)
    with pytest.raises(PygenValidationError, match="limit must be 0 or more, or None for all; not '5'"):
        looking.product.list(limit="5")
    with pytest.raises(PygenValidationError, match="limit must be 0 or more, or None for all; not '5'"):
        looking.product.query().limit("5")
    with pytest.raises(PygenValidationError, match=r"PygenClient, not str; ShopClient\.from_env\(\) reads"):
        ShopClient("https://api.cognitedata.com")  # type: ignore[arg-type]  # the slip
    with pytest.raises(PygenValidationError, match=r"AsyncShopClient takes .* an AsyncPygenClient, not PygenClient"):
        AsyncShopClient(looking.client)
    assert repr(looking.product.iterate()) == "<InstanceIterator of Product>"


def test_views_say_who_writes(looking: Any) -> None:
    with pytest.raises(AttributeError, match=r"ProductAPI has no attribute 'upsert': it reads; the client itself has"):
        looking.product.upsert([])
    with pytest.raises(AttributeError, match=r"ProductAPI has no attribute 'lst'$"):
        looking.product.lst()


def test_a_query_shows_what_it_asks(looking: Any) -> None:
    query = looking.product.query()

    assert repr(query) == "<Query of Product>"
    assert repr(query.where(P.price > 5, name_prefix="S").include(R.category).sort("name").limit(3)) == (
        "<Query of Product where price > 5 and name begins with 'S' with category sorted, at most 3>"
    )


@pytest.mark.parametrize("name", ["list", "iterate", "search", "count", "aggregate", "histogram"])
def test_help_explains_every_parameter(looking: Any, name: str) -> None:
    method = getattr(looking.product, name)
    text = inspect.getdoc(method) or ""

    own = [
        one for one in inspect.signature(getattr(ProductAPI, "_" + name)).parameters if one not in ("self", "filters")
    ]
    assert [one for one in [*own, "**filters"] if f"    {one}: " not in text] == []
    assert "InstanceAPI" not in text
    assert inspect.getdoc(getattr(AsyncShopClient(looking.client.config).product, name)) == text
