"""Rules of faults: what they may say, and how they say what is wrong with them."""

from __future__ import annotations

import pytest
from pygen_emulator import Fault, FaultError
from pygen_emulator.faults import rules

pytestmark = pytest.mark.evidence("21")


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("503", Fault(503)),
        ("POST /models/instances 503 x2", Fault(503, "POST", "/models/instances", times=2)),
        ("GET 429 retry-after=3 after=1", Fault(429, "GET", retry_after=3, after=1)),
        ("/models/* latency=200ms", Fault("latency", path="/models/*", seconds=0.2)),
        ("slow=1.5s", Fault("slow", seconds=1.5)),
        ("/models/instances/query 408 over=1000", Fault(408, path="/models/instances/query", over=1000)),
        ("POST drop-after x1", Fault("drop-after", "POST", times=1)),
    ],
)
def test_a_rule_is_a_fault_and_a_fault_a_rule(rule: str, fault: Fault) -> None:
    assert rules.parse(rule) == fault
    assert rules.parse(str(fault)) == fault


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "names no effect: write a status such as 503, or latency, drop-before"),
        ("POST /models/instances", "names no effect"),
        ("POST drop-befor", "'drop-befor' is no effect: did you mean drop-before?"),
        ("models/instances 503", "'models/instances' is no effect: there are statuses such as 503"),
        ("200", "a status must be from 400 to 599, not 200"),
        ("latency", "latency needs a time such as latency=200ms"),
        ("latency=soon", "not 'latency=soon'"),
        ("truncate=5", "truncate takes no value"),
        ("503 x", "'x' must have a whole number"),
        ("503 x0", "times must be at least 1"),
        ("503 x1 x2", "'x2' says again what was said"),
        ("503 often", "'often' is no option: there are xN, after=N, retry-after=N, over=N"),
        ("truncate retry-after=3", "retry_after goes with a status only, not with truncate"),
        ("/models/*/list 503", "may have * only at its end"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_word(rule: str, reason: str) -> None:
    with pytest.raises(FaultError) as refused:
        rules.parse(rule)

    assert f"The rule {rule!r}" in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"effect": "explode"}, "there is no effect 'explode'"),
        ({"effect": 503, "method": "PUT"}, "the method must be GET or POST, not 'PUT'"),
        ({"effect": "latency"}, "latency must say how long it takes"),
        ({"effect": 503, "seconds": 1}, "seconds goes with latency and slow only, not with 503"),
    ],
)
def test_a_fault_that_makes_no_sense_cannot_be_made(options: dict[str, object], reason: str) -> None:
    with pytest.raises(FaultError, match=reason):
        Fault(**options)  # type: ignore[arg-type]  # what a caller without a type checker may give
