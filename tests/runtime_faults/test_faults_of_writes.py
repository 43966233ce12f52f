"""Writes and deletes of a generated SDK to a service that fails: nothing is lost or repeated that is not told."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from failing_service import HANGING, HELD_UP, PASSING, PATIENT, STAYING, WRITES, Service, cause, names, shop_sdk
from pygen_client import MultiRequestError, PygenConnectionError, PygenTimeoutError, RetryPolicy, ServerError


def categories(prefix: str, count: int, **values: Any) -> list[Any]:
    return [
        shop_sdk.CategoryWrite(external_id=f"{prefix}{number:04}", category_name="C", **values)
        for number in range(count)
    ]


class TestWrites:
    @pytest.mark.parametrize("fault", PASSING)
    def test_are_carried_out_once_by_a_fault_that_passes(self, service: Service, prefix: str, fault: str) -> None:
        with service.cdf.fault(f"{WRITES} {fault}") as set_fault:
            result = service.run(lambda shop: shop.upsert(categories(prefix, 3)))

        written = sorted(names(result.created + result.unchanged))
        assert service.versions(prefix) == dict.fromkeys(written, 1)
        assert len(written) == 3
        # An answer that was lost hides that the first try went through, and the second finds nothing to change.
        assert len(result.unchanged) == (3 if fault.startswith(("drop-after", "truncate")) else 0)
        assert set_fault.hits == (2 if fault.endswith("x2") else 1)

    @pytest.mark.parametrize("fault", STAYING)
    def test_say_what_a_fault_is_that_stays(self, service: Service, prefix: str, fault: str) -> None:
        with service.cdf.fault(f"{WRITES} {fault}"), pytest.raises((STAYING[fault], MultiRequestError)) as caught:
            service.run(lambda shop: shop.upsert(categories(prefix, 1)))

        error = cause(caught.value)
        assert isinstance(error, STAYING[fault])
        was_applied = fault in ("drop-after", "truncate")
        assert service.versions(prefix) == ({f"{prefix}0000": 1} if was_applied else {})
        if isinstance(error, PygenConnectionError):
            assert error.may_have_arrived

    @pytest.mark.parametrize("fault", HANGING)
    def test_keep_a_deadline(self, service: Service, prefix: str, fault: str) -> None:
        began = time.monotonic()
        with service.cdf.fault(f"{WRITES} {fault}"), pytest.raises((PygenTimeoutError, MultiRequestError)) as caught:
            service.run(
                lambda shop: shop.upsert(categories(prefix, 1)),
                deadline=0.15,
                retry=RetryPolicy(max_retries=1000) if "retry-after" in fault else PATIENT,
                timeout=60.0,
            )
        took = time.monotonic() - began
        assert isinstance(cause(caught.value), PygenTimeoutError)
        assert took < HELD_UP

    @pytest.mark.parametrize("fault", ["drop-after x1", "truncate x1", "503 x1"])
    def test_that_are_guarded_are_not_repeated_blindly(self, service: Service, prefix: str, fault: str) -> None:
        service.run(lambda shop: shop.upsert(categories(prefix, 1)))
        (change,) = categories(prefix, 1, existing_version=1)
        change.category_name = "New"

        refused = (PygenConnectionError, ServerError, MultiRequestError)
        with service.cdf.fault(f"{WRITES} {fault}") as set_fault, suppress(*refused):
            service.run(lambda shop: shop.upsert(change))

        assert set_fault.seen == 1
        assert service.versions(prefix) == {f"{prefix}0000": 1 if fault.startswith("503") else 2}


CHUNKED = [
    "400 after=1",
    "409 after=1 x1",
    "500 after=1 x1",
    "503 after=1",
    "drop-before after=1",
    "drop-after after=1",
]
"""Faults that let the first of several requests through."""


class TestManyWrites:
    """3,000 instances go in three requests, two at once."""

    @pytest.mark.parametrize("fault", CHUNKED)
    def test_say_of_each_what_became_of_it(self, service: Service, prefix: str, fault: str) -> None:
        items = categories(prefix, 3000)

        with service.cdf.fault(f"{WRITES} {fault}"), pytest.raises(MultiRequestError) as caught:
            service.run(lambda shop: shop.upsert(items))

        result: Any = caught.value.result  # type: ignore[attr-defined]  # of PartialUpsertError
        told = {name: set(names(ids)) for name, ids in result.outcomes().items()}
        assert sum(len(ids) for ids in told.values()) == 3000
        assert set().union(*told.values()) == {one.external_id for one in items}
        stored = service.versions(prefix)
        assert set(stored.values()) <= {1}
        assert told["created"] | told["unchanged"] <= set(stored)
        assert not (told["failed"] | told["not_sent"]) & set(stored)
        assert set(stored) <= told["created"] | told["unchanged"] | told["unknown"]
        if fault.startswith("drop-after"):
            assert told["unknown"]

        again = service.run(lambda shop: shop.upsert(items))

        assert set(service.versions(prefix).values()) == {1}
        assert len(again.created) + len(again.unchanged) == 3000

    @pytest.mark.parametrize("fault", ["503 x2", "drop-before x1", "drop-after x2", "truncate x1", "429 x2"])
    def test_get_through_when_the_fault_passes(self, service: Service, prefix: str, fault: str) -> None:
        with service.cdf.fault(f"{WRITES} {fault}"):
            result = service.run(lambda shop: shop.upsert(categories(prefix, 3000)))

        assert len(result.created) + len(result.unchanged) == 3000
        assert set(service.versions(prefix).values()) == {1}

    @pytest.mark.parametrize("fault", ["408 over=300", "413 over=700"])
    def test_go_in_smaller_requests_where_it_was_too_much(self, service: Service, prefix: str, fault: str) -> None:
        with service.cdf.fault(f"{WRITES} {fault}") as set_fault:
            result = service.run(lambda shop: shop.upsert(categories(prefix, 1500)))

        assert set_fault.hits >= 1
        assert len(result.created) == 1500
        assert set(service.versions(prefix).values()) == {1}

    @pytest.mark.parametrize("fault", ["drop-after after=1", "500 after=1", "503 after=1", "400 after=1"])
    def test_are_gone_on_with_from_what_is_known(self, service: Service, prefix: str, fault: str) -> None:
        items = categories(prefix, 3000, existing_version=0)
        with service.cdf.fault(f"{WRITES} {fault}"), pytest.raises(MultiRequestError) as caught:
            service.run(lambda shop: shop.upsert(items))
        known: Any = caught.value.result  # type: ignore[attr-defined]  # of PartialUpsertError
        created = len(known.created)

        result = service.run(lambda shop: shop.upsert(items, resume=known))

        assert len(result.created) + len(result.unchanged) + len(result.updated) == 3000
        assert len(result.created) >= created
        assert set(service.versions(prefix).values()) == {1}
        assert len(service.versions(prefix)) == 3000


class TestDeletes:
    DELETES = f"{WRITES}/delete"

    @pytest.mark.parametrize("fault", PASSING)
    def test_are_carried_out_by_a_fault_that_passes(self, service: Service, prefix: str, fault: str) -> None:
        items = categories(prefix, 2)
        service.run(lambda shop: shop.upsert(items))

        with service.cdf.fault(f"{self.DELETES} {fault}"):
            result = service.run(lambda shop: shop.delete(items))

        assert service.versions(prefix) == {}
        lost = fault.startswith(("drop-after", "truncate"))
        # A delete whose answer was lost is sent again, and then there is nothing left to name.
        assert (len(result.deleted), len(result.not_found)) == ((0, 2) if lost else (2, 0))

    @pytest.mark.parametrize("fault", STAYING)
    def test_say_what_a_fault_is_that_stays(self, service: Service, prefix: str, fault: str) -> None:
        items = categories(prefix, 1)
        service.run(lambda shop: shop.upsert(items))

        with service.cdf.fault(f"{self.DELETES} {fault}"), pytest.raises((STAYING[fault], MultiRequestError)) as caught:
            service.run(lambda shop: shop.delete(items))

        assert isinstance(cause(caught.value), STAYING[fault])
        assert len(service.versions(prefix)) == (0 if fault in ("drop-after", "truncate") else 1)

    def test_go_in_smaller_requests_where_it_was_too_much(self, service: Service, prefix: str) -> None:
        items = categories(prefix, 1200)
        service.run(lambda shop: shop.upsert(items))

        with service.cdf.fault(f"{self.DELETES} 408 over=400") as set_fault:
            result = service.run(lambda shop: shop.delete(items))

        assert set_fault.hits > 1
        assert (len(result.deleted), service.versions(prefix)) == (1200, {})

    @pytest.mark.parametrize("fault", ["500 after=1 x1", "drop-before after=1", "drop-after after=1"])
    def test_of_many_say_of_each_what_became_of_it(self, service: Service, prefix: str, fault: str) -> None:
        items = categories(prefix, 2500)
        service.run(lambda shop: shop.upsert(items))

        with service.cdf.fault(f"{self.DELETES} {fault}"), pytest.raises(MultiRequestError) as caught:
            service.run(lambda shop: shop.delete(items))

        result: Any = caught.value.result  # type: ignore[attr-defined]  # of PartialDeleteError
        told = {name: set(names(ids)) for name, ids in result.outcomes().items()}
        assert sum(len(ids) for ids in told.values()) == 2500
        stored = set(service.versions(prefix))
        assert not told["deleted"] & stored
        assert told["failed"] | told["not_sent"] <= stored

        again = service.run(lambda shop: shop.delete(items))

        assert service.versions(prefix) == {}
        assert len(again.deleted) + len(again.not_found) == 2500
