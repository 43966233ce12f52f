"""A service that fails at random: what is read is complete, and what is written arrives, each once."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from failing_service import READS, WRITES, Service, names, shop_sdk
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


@pytest.mark.parametrize("seed", range(4))
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


READING = [
    *("429 x2", "502 x1", "503 x3", "504 x1", "drop-before x2", "drop-after x1", "truncate x2", "slow=5ms x1"),
    *("408 over=500", "408 over=20", "408 over=3 x9", "413 over=100 x5"),
]
PATIENT = RetryPolicy(max_retries=20, max_connection_retries=20, base=0.001, longest=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_every_child_is_read_once(service: Service, prefix: str, seed: int) -> None:
    random = Random(f"{seed} {service.is_async}")  # noqa: S311 - no secret depends on it
    tops = [shop_sdk.CategoryWrite(external_id=f"{prefix}top{number}", category_name="T") for number in range(8)]
    below = [
        shop_sdk.CategoryWrite(external_id=f"{prefix}{number:03}", category_name="C", parent=random.choice(tops))
        for number in range(120)
    ]
    service.run(lambda shop: shop.upsert([*tops, *below]))
    relations = shop_sdk.Category.relations
    children = {top.external_id: sorted(one.external_id for one in below if one.parent is top) for top in tops}

    for fault in random.sample(READING, 4):
        service.cdf.faults.add(f"{READS} {fault} after={random.randrange(3)}")
    chunk_size = random.choice([1, 3, 7, 1000])
    query = service.run(
        lambda shop: (
            shop.category.query()
            .where(external_id_prefix=f"{prefix}top")
            .include(relations.children.include(relations.parent))
            .sort("external_id")
            .iterate(chunk_size=chunk_size)
        ),
        retry=PATIENT,
    )
    followed = service.run(
        lambda shop: shop.category.follow(relations.children, of=[top.external_id for top in tops]), retry=PATIENT
    )
    service.cdf.faults.clear()

    assert {one.external_id: sorted(names(one.children)) for one in query} == children
    assert len(query) == len(tops)
    assert all(child.parent.value.external_id == one.external_id for one in query for child in one.children)
    assert sorted(names(followed)) == [one.external_id for one in below]
