"""Writes that are gone on with until they are done, on a service that fails at random: all arrive, each once."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from failing_service import WRITES, Service, names, shop_sdk
from pygen_client import MultiRequestError, PygenAPIError, PygenConnectionError, RetryPolicy
from pygen_runtime import DeleteResult, UpsertResult

FAULTS = [
    *("429 x1", "500 x1", "502 x2", "503 x1", "504 x1", "408 over=300 x2", "413 over=500 x1", "400 x1"),
    *("drop-before x1", "drop-before x3", "drop-after x1", "drop-after x2", "truncate x1", "slow=5ms x1"),
]
HASTY = RetryPolicy(max_retries=1, max_connection_retries=1, base=0.001)


def bad_time(service: Service, random: Random, path: str) -> None:
    service.cdf.faults.clear()
    for fault in random.sample(FAULTS, 4):
        service.cdf.faults.add(f"{path} {fault} after={random.randrange(4)}")


def until_done(service: Service, call: Any, known: Any, path: str, random: Random) -> None:
    """Call and go on until everything is settled; what each call says must not be taken back by the next."""
    for _ in range(40):
        bad_time(service, random, path)
        before = known.outcomes()
        with suppress(MultiRequestError, PygenAPIError, PygenConnectionError):
            service.run(lambda shop: call(shop, known), retry=HASTY)
        now = known.outcomes()
        for settled in ("created", "updated", "unchanged", "deleted"):
            assert set(before.get(settled, ())) <= set(now.get(settled, ()))
        if not (known.failed or known.unknown or known.not_sent):
            service.cdf.faults.clear()
            return
    raise AssertionError("never done")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("guarded", [False, True], ids=["plain", "guarded"])
def test_writes_arrive_once_and_deletes_leave_nothing(service: Service, prefix: str, seed: int, guarded: bool) -> None:
    random = Random(f"{seed} {guarded} {service.is_async}")  # noqa: S311 - no secret depends on it
    version = {"existing_version": 0} if guarded else {}
    items = [
        shop_sdk.CategoryWrite(external_id=f"{prefix}{number:04}", category_name="C", **version)
        for number in range(random.choice([700, 1800, 2600]))
    ]

    result = UpsertResult()
    until_done(service, lambda shop, known: shop.upsert(items, resume=known), result, WRITES, random)

    everything = {one.external_id for one in items}
    assert set(names([*result.created, *result.unchanged, *result.updated])) == everything
    assert service.versions(prefix) == dict.fromkeys(everything, 1)

    gone = DeleteResult()
    until_done(service, lambda shop, known: shop.delete(items, resume=known), gone, f"{WRITES}/delete", random)

    assert set(names([*gone.deleted, *gone.not_found])) == everything
    assert service.versions(prefix) == {}
