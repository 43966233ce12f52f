"""Property values: what each type takes, how it reads back, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Project, data, node, reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("5")


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        yield project


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("text", "", ""),
        ("text", "ü" * 64_000, "ü" * 64_000),
        ("short", "abcde", "abcde"),
        ("int32", -(2**31), -(2**31)),
        ("int64", 2**63 - 1, 2**63 - 1),
        ("float32", 0.1, 0.1),
        ("float32", 16_777_217, 16_777_216.0),
        ("float32", 3.4028235e38, 3.4028235e38),
        ("float64", 0.1 + 0.2, 0.1 + 0.2),
        ("float64", 7, 7.0),
        ("flag", False, False),
        ("at", "2024-09-03T09:36:01.170Z", "2024-09-03T09:36:01.17+00:00"),
        ("at", "2024-09-03T09:36:01", "2024-09-03T09:36:01+00:00"),
        ("at", "2024-09-03T00:30:00.5+02:00", "2024-09-02T22:30:00.5+00:00"),
        ("at", "2024-09-03T23:30:00.05-0130", "2024-09-04T01:00:00.05+00:00"),
        ("at", "1969-12-31T23:59:59.999+00", "1969-12-31T23:59:59.999+00:00"),
        ("at", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        ("day", "2024-02-29", "2024-02-29"),
        ("day", "0001-01-01", "0001-01-01"),
        ("data", {"z": [1, {"a": None}], "a": 1.5}, {"z": [1, {"a": None}], "a": 1.5}),
        ("data", {}, {}),
        ("series", "ts", "ts"),
        ("state", "on", "on"),
        ("relation", reference("x"), reference("x")),
        ("few", [1, 2, 3], [1, 2, 3]),
        ("few", [], []),
        ("texts", ["b", "a", "b"], ["b", "a", "b"]),
        ("floats", [1, 0.1], [1.0, 0.1]),
        ("flags", [True, False], [True, False]),
        ("times", ["2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00+00:00"]),
        ("days", ["2024-01-01"], ["2024-01-01"]),
        ("objects", [{"a": 1}, {}], [{"a": 1}, {}]),
        ("relations", [reference("x"), reference("y"), reference("x")], None),
    ],
)
def test_a_value_reads_back_in_the_services_form(project: Project, name: str, value: Any, read: Any) -> None:
    project.write(node("a", data("Everything", **{name: value})), replace=True)
    assert project.values("a", "Everything") == {name: value if read is None else read}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("text", 1, "must be a text, not 1"),
        ("text", "a\0b", "must not hold the character NUL"),
        ("text", "ü" * 64_001, "has 128002 bytes; at most 128000 are allowed"),
        ("short", "äbcde", "has 6 bytes; at most 5 are allowed"),
        ("int32", 2**31, "must fit in 32 bits, and 2147483648 does not"),
        ("int64", -(2**63) - 1, "must fit in 64 bits"),
        ("int32", 1.0, "must be an integer, not 1.0"),
        ("int32", True, "must be an integer, not true"),
        ("int64", "1", 'must be an integer, not "1"'),
        ("float32", 3.5e38, "must fit in a float of 32 bits"),
        ("float64", "1.0", "must be a number"),
        ("float64", 10**400, "must be a finite number of 64 bits"),
        ("flag", 1, "must be true or false, not 1"),
        ("flag", "true", "must be true or false"),
        ("at", "2024-09-03", "must be a timestamp of the form YYYY-MM-DDTHH:MM:SS[.millis][Z|time zone]"),
        ("at", "2024-09-03T09:36:01.1234Z", "must be a timestamp"),
        ("at", "2024-02-30T00:00:00Z", "must be a timestamp"),
        ("at", "2024-01-01T24:00:00Z", "must be a timestamp"),
        ("at", "2024-01-01T00:00:00+24:00", "must be a timestamp"),
        ("at", "0001-01-01T00:00:00+01:00", "must be a timestamp"),
        ("at", 1_700_000_000_000, "must be a timestamp"),
        ("day", "2023-02-29", "must be a date of the form YYYY-MM-DD"),
        ("day", "2024-1-1", "must be a date"),
        ("day", 20240101, "must be a date"),
        ("data", [1], "must be a JSON object, not [1]"),
        ("data", "x", "must be a JSON object"),
        ("data", {"k" * 129: 1}, "holds a key of 129 characters; at most 128 are allowed"),
        ("data", {"k": "x" * 10_240}, "holds a value of more than 10240 bytes"),
        ("data", {str(i): "x" * 10_000 for i in range(5)}, "as JSON; at most 40960 are allowed"),
        ("data", {"n": [{str(i): 1} for i in range(256)]}, "has 257 key/value pairs; at most 256 are allowed"),
        ("series", 5, "must be a text"),
        ("state", "unheard", 'must be one of on, off, other, not "unheard"'),
        ("state", "other", "must not be the unknown value 'other'"),
        ("relation", {"space": "stock"}, "must be an object with space and externalId and nothing else"),
        ("relation", {**reference("x"), "type": "node"}, "and nothing else"),
        ("relation", reference("x", "1stock"), "names a space that is no space id"),
        ("relation", reference(""), "names an externalId that is not a text of 1 to 256 characters"),
        ("relation", "x", "must be an object with space and externalId"),
        ("few", [1, 2, 3, 4], "has 4 elements; at most 3 are allowed"),
        ("few", 1, "must be a list, not 1"),
        ("few", [1, None], "has an element, number 1, that must be an integer, not null"),
        ("texts", ["x" * 70_000] * 2, "has 140000 bytes in all its elements; at most 128000 are allowed"),
        ("ints", [0] * 1001, "has 1001 elements; at most 1000 are allowed"),
        ("relations", [reference("x")] * 101, "has 101 elements; at most 100 are allowed"),
        ("objects", [{"a": "x" * 10_000}] * 5, "at most 40960 are allowed"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(project: Project, name: str, value: Any, message: str) -> None:
    refused = project.refuses(node("b", data("Everything", **{name: value})))
    assert refused.status == 400
    assert refused.message.startswith("Invalid value ")
    assert f"of the node 'stock:b': the property '{name}' of the view 'yard:Everything/v1' " in refused.message
    assert message in refused.message


def test_half_of_a_surrogate_pair_is_refused(project: Project) -> None:
    body = b'{"items": [{"instanceType": "node", "space": "stock", "externalId": "\\ud800"}]}'
    refused = project.refused("instances", body)
    assert "half of a surrogate pair" in refused.message


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.fixed_dictionaries(
        {},
        optional={
            "text": _TEXT,
            "int32": st.integers(-(2**31), 2**31 - 1),
            "int64": st.integers(-(2**63), 2**63 - 1),
            "float32": st.floats(width=32, allow_nan=False, allow_infinity=False),
            "float64": st.floats(allow_nan=False, allow_infinity=False),
            "day": st.dates().map(lambda day: day.isoformat()),
            "data": st.dictionaries(_TEXT, _JSON, max_size=4),
            "texts": st.lists(_TEXT, max_size=4),
            "ints": st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4),
            "floats": st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4),
            "flags": st.lists(st.booleans(), max_size=4),
            "relations": st.lists(_TEXT.filter(bool).map(reference), max_size=3),
        },
    )
)
def test_what_is_written_reads_back_and_writing_it_again_changes_nothing(project: Project, values: Any) -> None:
    project.write(node("c", data("Everything", **values)), replace=True)
    read = project.values("c", "Everything")
    assert {**read, "float32": 0} == {**values, "float32": 0}
    assert read.get("float32", 0) == pytest.approx(values.get("float32", 0), rel=1e-7)
    (again,) = project.write(node("c", data("Everything", **read)))
    assert again["wasModified"] is False
