"""An emulator with a shop in it, clients of both kinds for it, and a look at what they leave behind."""

from __future__ import annotations

import gc
import threading
import uuid
from collections.abc import Iterator

import hand_written_shop
import pytest
from failing_service import LINKED, PRODUCTS, Service, shop_sdk
from pygen_emulator import Emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        hand_written_shop.deploy(cdf)
        with cdf.client() as client:
            shop = shop_sdk.ShopClient(client)
            tools = shop_sdk.CategoryWrite(external_id="tools", category_name="Tools")
            products = [
                shop_sdk.ProductWrite(external_id=one, name=one.upper(), price=number, category=tools)
                for number, one in enumerate(PRODUCTS)
            ]
            edges = [
                shop_sdk.RelatesToWrite(
                    external_id=f"p0 {one}",
                    edge_type=("shop_model", "relatesTo"),
                    start_node="p0",
                    end_node=one,
                    relation_type="fits",
                )
                for one in LINKED
            ]
            shop.upsert([*products, *edges])
        # What is there by now stays: the collections between the tests need not look at it each time.
        gc.freeze()
        yield cdf
        gc.unfreeze()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def service(emulator: Emulator, request: pytest.FixtureRequest) -> Iterator[Service]:
    yield Service(emulator, request.param)
    emulator.faults.clear()


@pytest.fixture(autouse=True)
def nothing_is_left(emulator: Emulator) -> Iterator[None]:
    """Every thread that a client began has ended, and no connection is left to be found by the collector."""
    yield
    # A connection or transport that nobody closed warns when it is collected, and warnings are errors here.
    gc.collect()
    assert not [one.name for one in threading.enumerate() if one.name.startswith("pygen_") or one.name == "pygen"]


@pytest.fixture
def prefix() -> str:
    """Begins the ids of what a test writes, so that no other test sees it."""
    return f"{uuid.uuid4().hex[:8]}-"
