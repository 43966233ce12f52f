"""SDKs without asynchronous clients."""

from __future__ import annotations

import pytest


@pytest.fixture
def views(models):
    return models.view("Pump", {"name": models.prop()}), models.view("Link", {"weight": models.prop()}, usedFor="edge")


def test_by_default_there_are_both(generate, views):
    look = generate(*views)

    assert set(look.classes("_client.py")) == {"ShopClient", "AsyncShopClient"}
    assert {"PumpAPI", "AsyncPumpAPI"} <= set(look.classes("_api/_pump_api.py"))


def test_without_async_nothing_of_it_is_left(generate, views):
    look = generate(*views, python={"async_client": False})

    assert set(look.classes("_client.py")) == {"ShopClient"}
    assert "PumpAPI" in look.classes("_api/_pump_api.py")
    assert not [path for path, text in look.sdk.files.items() if "async" in text.lower()]
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in look.sdk.files.values() if text)
