"""Whatever value can be written is what comes back, whole but for fractions of a millisecond."""

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json
from pygen_client.schema import NodeId
from pygen_runtime.instances.decode import next_cursor
from pygen_runtime.instances.encode_write import form_of, item_json
from shop_by_hand import Everything, EverythingWrite

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=50)
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMESTAMPS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES)
FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
INT64 = st.integers(-(2**63), 2**63 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | INT64 | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=4)
IDS = st.builds(NodeId, st.just("shop"), TEXT.filter(bool))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "at": TIMESTAMPS,
        "data": OBJECTS,
        "day": st.dates(),
        "days": st.lists(st.dates(), max_size=3),
        "flag": st.booleans(),
        "float32": FLOAT32,
        "float64": FLOATS,
        "floats": st.lists(FLOATS, max_size=3),
        "int32": st.integers(-(2**31), 2**31 - 1),
        "int64": INT64,
        "ints": st.lists(INT64, max_size=3),
        "objects": st.lists(OBJECTS, max_size=2),
        "other": IDS,
        "others": st.lists(IDS, max_size=3),
        "series": TEXT.filter(bool),
        "state": st.sampled_from(["on", "off"]),
        "text": TEXT,
        "texts": st.lists(TEXT, max_size=3),
        "times": st.lists(TIMESTAMPS, max_size=3),
    },
)


def sent(written: EverythingWrite) -> Any:
    """The write object as it travels."""
    key, form = ("node", "shop", "x"), form_of(EverythingWrite)
    version = written.existing_version
    return json.loads(item_json(key, written, None, form, existing_version=version, default_space="shop"))


def stored(written: EverythingWrite) -> bytes:
    """The write object as the service would give it back."""
    item = sent(written)
    properties = {**item.pop("sources")[0]["properties"], "serial": 1}
    times = {"version": 1, "createdTime": 0, "lastUpdatedTime": 0}
    return to_json({**item, **times, "properties": {"shop_model": {"Everything/v1": properties}}})


def milliseconds(value: Any) -> Any:
    if isinstance(value, list):
        return [milliseconds(one) for one in value]
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value


@given(VALUES)
def test_what_is_written_is_what_is_read(values: dict[str, Any]) -> None:
    read = Everything.load(stored(EverythingWrite(external_id="x", **values)))

    assert read.model_fields_set == {"space", "external_id", "serial", *values}
    for name, value in values.items():
        found = getattr(read, name)
        if name in ("other", "others"):
            found = [one.id for one in found] if name == "others" else found.id
        assert found == milliseconds(value)


@given(VALUES)
def test_writing_back_what_was_read_changes_nothing(values: dict[str, Any]) -> None:
    once = stored(EverythingWrite(external_id="x", **values))
    back = Everything.load(once).as_write()

    assert json.loads(stored(back)) == {**json.loads(once), "existingVersion": 1}


@given(TIMESTAMPS)
def test_timestamps_are_sent_in_utc_with_three_decimals(value: datetime) -> None:
    item = sent(EverythingWrite(external_id="x", at=value))
    text = item["sources"][0]["properties"]["at"]

    assert len(text) == len("2024-01-01T00:00:00.000+00:00")
    assert text.endswith("+00:00")
    assert datetime.fromisoformat(text) == milliseconds(value.astimezone(timezone.utc))


@given(st.text(), st.sampled_from(["end", "front", "none", "null"]), OBJECTS)
def test_the_cursor_is_found_without_decoding(cursor: str, place: str, item: dict[str, Any]) -> None:
    items = {"items": [{**item, "nextCursor": "no", "text": '"nextCursor":"no"}'}]}
    answers: dict[str, dict[str, Any]] = {
        "end": {**items, "nextCursor": cursor},
        "front": {"nextCursor": cursor, **items},
        "none": items,
        "null": {**items, "nextCursor": None},
    }

    assert next_cursor(json.dumps(answers[place]).encode()) == (cursor if place in ("end", "front") else None)


def test_a_timestamp_of_pandas_is_a_timestamp() -> None:
    at = pd.Timestamp("2024-05-01T12:30:15.123999", tz="Europe/Oslo")
    item = sent(EverythingWrite(external_id="x", at=at))

    assert item["sources"][0]["properties"] == {"at": "2024-05-01T10:30:15.123+00:00"}


def test_dates_are_sent_as_days() -> None:
    item = sent(EverythingWrite(external_id="x", day=date(33, 1, 2)))

    assert item["sources"][0]["properties"] == {"day": "0033-01-02"}
