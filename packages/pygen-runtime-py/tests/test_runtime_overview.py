"""What a notebook shows of a client."""

from __future__ import annotations

from typing import Any

from pygen_client import PygenClientConfig, TokenCredentials
from pygen_runtime.client import InstanceClient
from pygen_runtime.lazy import LazyAPI
from shop_by_hand import AsyncShopClient, ShopClient

CONFIG = PygenClientConfig("https://api.cognitedata.test", "<shop>", TokenCredentials("a-secret"))


def test_a_client_shows_where_it_goes_and_what_can_be_read():
    with ShopClient(CONFIG) as shop:
        shown = shop._repr_html_()

    assert "<b>ShopClient</b>: project &lt;shop&gt; at https://api.cognitedata.test" in shown
    assert "<td>product</td><td>Product</td><td>" in shown
    assert "a-secret" not in shown


def test_an_asynchronous_client_shows_the_same():
    config, space = CONFIG, "data"

    shown = AsyncShopClient(config, default_instance_space=space)._repr_html_()

    assert "<td>product</td><td>Product</td><td>" in shown
    assert "default instance space: data" in shown


def test_a_client_of_many_views_does_not_import_them_to_be_shown():
    views: dict[str, LazyAPI[Any]] = {
        f"view_{number}": LazyAPI("no_such_package", "_api", "NoAPI") for number in range(101)
    }
    large = type("LargeClient", (InstanceClient,), views)

    with large(CONFIG) as client:
        assert "<tr><td>view_100</td></tr>" in client._repr_html_()
