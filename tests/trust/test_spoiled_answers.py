"""Whatever a service answers: objects of the SDK, or an error of Pygen's that can be caught."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import hand_written_shop
import httpx
import pytest
import spoiled_json
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pygen_client import (
    PygenClient,
    PygenClientConfig,
    PygenError,
    RetryPolicy,
    TokenCredentials,
    UnreadableAnswerError,
)
from pygen_emulator import Emulator

SECRET = "not-to-be-shown"


class Answers:
    """Stands before an emulator and keeps what it answered, or gives what a test says."""

    def __init__(self, cdf: Emulator) -> None:
        self._inner = cdf.transport()
        self.given: dict[str, bytes] = {}
        self.spoiled: tuple[str, str] | None = None

    def handle(self, request: httpx.Request) -> httpx.Response:
        operation = request.url.path.rpartition("/")[2]
        if self.spoiled is not None and operation == self.spoiled[0]:
            text = self.spoiled[1].encode("utf-8", "surrogatepass")
            return httpx.Response(200, content=text, headers={"content-type": "application/json"})
        answer = self._inner.handle_request(request)
        self.given[operation] = answer.read()
        return answer


@pytest.fixture(scope="module")
def answers() -> Any:
    """The shop with two products of one category, and all answers to how they are read."""
    sdk = hand_written_shop.sdk
    with Emulator.in_process() as cdf:
        hand_written_shop.deploy(cdf)
        found = Answers(cdf)
        with shop_of(found, cdf.base_url, cdf.project, cdf.token) as shop:
            tools = sdk.CategoryWrite(external_id="tools", category_name="Tools")
            shop.upsert([product(name, tools) for name in ("saw", "axe")])
            for use in USES.values():
                use(shop)
        yield found


def shop_of(answers: Answers, url: str = "https://cdf.example", project: str = "p", token: str = SECRET) -> Any:
    """A client that tries nothing again."""
    retry = RetryPolicy(max_retries=0, max_connection_retries=0)
    config = PygenClientConfig(url, project, TokenCredentials(token), retry=retry)
    client = PygenClient(config, transport=httpx.MockTransport(answers.handle))
    return hand_written_shop.sdk.ShopClient(client)


def product(name: str, category: Any) -> Any:
    day = date(2026, 1, 1)
    return hand_written_shop.sdk.ProductWrite(
        external_id=name, name=name, price=1, quantity=2, created_date=day, category=category
    )


USES: dict[str, Callable[[Any], object]] = {
    "list": lambda shop: shop.product.list(limit=5),
    "byids": lambda shop: shop.product.retrieve("saw"),
    "search": lambda shop: shop.product.search("saw"),
    "aggregate": lambda shop: shop.product.count(),
    "query": lambda shop: (
        shop.product.query().include(hand_written_shop.sdk.Product.relations.category).limit(2).list()
    ),
    "instances": lambda shop: shop.upsert(product("saw", None)),
    "delete": lambda shop: shop.delete("nothing"),
}
"""What is called, by the end of the address that it asks."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("operation", USES)
def test_it_is_read_or_an_error(answers: Answers, operation: str, data: st.DataObject) -> None:
    text = data.draw(spoiled_json.texts(json.loads(answers.given[operation])))
    answers.spoiled = (operation, text)
    with shop_of(answers) as shop:
        told = outcome(lambda: repr(USES[operation](shop)))
    answers.spoiled = None
    assert SECRET not in told


@pytest.mark.parametrize("spoiled", ["properties", "version", "createdTime"])
def test_an_update_writes_nothing_over_what_it_cannot_read(answers: Answers, spoiled: str) -> None:
    answer = json.loads(answers.given["byids"])
    (item,) = answer["items"]
    ((_, views),) = item["properties"].items()
    (view,) = views
    if spoiled == "properties":
        views[view] = None
    else:
        item[spoiled] = "1"
    answers.spoiled = ("byids", json.dumps(answer))
    written = answers.given.pop("instances")
    try:
        with shop_of(answers) as shop, pytest.raises(UnreadableAnswerError):
            shop.upsert(product("saw", None), mode="update")
        assert "instances" not in answers.given
    finally:
        answers.spoiled = None
        answers.given["instances"] = written


def outcome(call: Callable[[], str]) -> str:
    """What it gives, or the error of Pygen's that it ends with; others end the test."""
    try:
        return call()
    except PygenError as error:
        event("an error")
        return str(error)
