"""Instances of Everything with and without values of every type, for tests that compare with plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

from pygen_client.schema import NodeId
from shop_by_hand.data_classes.everything import EverythingWrite

NOON = datetime(2024, 5, 1, 12, tzinfo=timezone.utc)
DAY = date(2024, 5, 1)
A, B, C = (NodeId("shop", name) for name in "abc")

ATTRIBUTES = tuple(
    name
    for name in EverythingWrite.model_fields
    if name not in ("space", "external_id", "existing_version", "node_type")
)


def row(name: str, **values: Any) -> SimpleNamespace:
    return SimpleNamespace(external_id=name, **{**dict.fromkeys(ATTRIBUTES), **values})


ROWS = [
    row("nothing", serial=100),
    row(
        "zeros",
        serial=1,
        at=datetime(1970, 1, 1, tzinfo=timezone.utc),
        data={},
        day=date(1, 1, 1),
        days=[],
        file="0",
        flag=False,
        flags=[],
        float32=0.0,
        float64=0.0,
        floats=[],
        int32=0,
        int64=0,
        ints=[],
        objects=[],
        others=[],
        sequence="0",
        series="0",
        text="",
        texts=[],
        times=[],
    ),
    row(
        "ones",
        serial=2,
        at=NOON,
        data={"a": 1, "b": [True, None]},
        day=DAY,
        days=[DAY, date(2024, 2, 29)],
        file="f1",
        flag=True,
        flags=[True],
        float32=1.5,
        float64=0.1,
        floats=[0.1, -2.5],
        int32=1,
        int64=2**53 + 1,
        ints=[1, 2**53 + 1],
        objects=[{"a": 1}],
        other=A,
        others=[A, B],
        sequence="q1",
        series="s1",
        state="on",
        text="Saw",
        texts=["new", "sale"],
        times=[NOON],
    ),
    row(
        "twos",
        serial=3,
        at=NOON + timedelta(milliseconds=1),
        data={"b": [True, None], "a": 1},
        day=DAY + timedelta(days=1),
        days=[DAY],
        file="f2",
        flag=True,
        flags=[True, False],
        float32=-2.25,
        float64=1e300,
        floats=[7.0],
        int32=-(2**31),
        int64=-(2**63),
        ints=[2],
        other=B,
        others=[B, C],
        sequence="q2",
        series="s1",
        state="off",
        text="Säge \u5200",
        texts=["sale"],
        times=[NOON, NOON + timedelta(hours=1)],
    ),
    row(
        "threes",
        serial=4,
        at=NOON + timedelta(days=400),
        day=date(9999, 12, 31),
        flag=False,
        float32=1.5,
        float64=1.5,
        int32=2**31 - 1,
        int64=2**31 - 1,
        other=A,
        series="s2",
        state="on",
        text="Sa",
        texts=["", "new"],
    ),
]


def write_objects() -> list[EverythingWrite]:
    """The rows as they are written: what is None stays unset."""
    return [EverythingWrite(**{name: value for name, value in vars(one).items() if value is not None}) for one in ROWS]


def ids_where(condition: Callable[[SimpleNamespace], bool]) -> set[str]:
    """The external ids of the rows that meet a condition in plain Python."""
    return {one.external_id for one in ROWS if condition(one)}


def values_of(attribute: str) -> list[Any]:
    """The values that the rows have of an attribute, and no None."""
    return [value for one in ROWS if (value := getattr(one, attribute)) is not None]
