"""Indexes that containers declare: lists follow them, at any depth, and give the same instances as without them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pygen_emulator.instances.service import InstanceService
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.service import SchemaService
from pygen_emulator.storage.database import Database

pytestmark = pytest.mark.evidence("13")

Json = dict[str, Any]
_PART = {"type": "view", "space": "s", "externalId": "Part", "version": "v1"}
_TEXTS = ["b", "B", "a", None, "ä", "b", "A", None, "z", "a", "B", "b", "é"]
_PROPERTIES: dict[str, Json] = {
    "size": {"type": {"type": "int64"}},
    "kind": {"type": {"type": "text"}},
    "label": {"type": {"type": "text", "collation": "en"}},
    "loose": {"type": {"type": "int64"}},
    "code": {"type": {"type": "text"}},
}
_INDEXES = {"size": ["size"], "kindAndSize": ["kind", "size"], "label": ["label"]}


def _index(*properties: str, **options: bool) -> Json:
    return {"indexType": "btree", "properties": list(properties), "cursorable": True, **options}


class Parts:
    """The endpoints, and how the database would carry out what the last list asked of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        catalog = Catalog(database, lambda: 1)
        self.instances = InstanceService(database, catalog, lambda: 1)
        schema = SchemaService(catalog, self.instances.space_in_use)
        schema.apply_spaces({"items": [{"space": "s"}]})
        indexes = {name: _index(*properties) for name, properties in _INDEXES.items()}
        part = {"space": "s", "externalId": "Part", "properties": _PROPERTIES, "indexes": indexes}
        extra = {
            "space": "s",
            "externalId": "Extra",
            "properties": {"mark": {"type": {"type": "text"}}, "rank": {"type": {"type": "int64"}}},
            "indexes": {"mark": _index("mark"), "rank": _index("rank", bySpace=True)},
        }
        unique = {"constraintType": "uniqueness", "properties": ["code"]}
        schema.apply_containers({"items": [{**part, "constraints": {"code": unique}}, extra]})
        mapped = {name: _mapped("Part", name) for name in _PROPERTIES}
        both = {**mapped, "mark": _mapped("Extra", "mark"), "rank": _mapped("Extra", "rank")}
        views = {"Part": mapped, "Both": both}
        schema.apply_views(
            {
                "items": [
                    {"space": "s", "externalId": name, "version": "v1", "properties": properties}
                    for name, properties in views.items()
                ]
            }
        )
        self.instances.apply({"items": [_node(number, text) for number, text in enumerate(_TEXTS)]})
        self.instances.apply({"items": [{"instanceType": "node", "space": "s", "externalId": "bare"}]})

    def listed(self, view: str = "Part", **body: Any) -> Json:
        return self.instances.list({"sources": [{"source": {**_PART, "externalId": view}}], **body})

    def pages(self, view: str, limit: int, **body: Any) -> Iterator[str]:
        cursor = None
        while True:
            page = self.listed(view, limit=limit, cursor=cursor, **body)
            yield from (item["externalId"] for item in page["items"])
            cursor = page.get("nextCursor")
            if cursor is None:
                return

    def plan(self, view: str = "Part", **body: Any) -> list[str]:
        """The steps of the statements that find the instances of a page, the last one's first."""
        statements: list[str] = []
        with self._database.read() as connection:
            connection.set_trace_callback(statements.append)
            self.listed(view, **body)
            connection.set_trace_callback(None)
            finding = [statement for statement in statements if statement.startswith("SELECT i0.")]
            # Before Python 3.11 the statements come with their parameters still open.
            return [
                row["detail"]
                for statement in finding
                for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * statement.count("?"))
            ]


def _mapped(container: str, name: str) -> Json:
    reference = {"type": "container", "space": "s", "externalId": container}
    return {"container": reference, "containerPropertyIdentifier": name}


def _node(number: int, text: str | None) -> Json:
    size = None if number % 5 == 4 else number % 3
    values = {"size": size, "kind": text, "label": text, "loose": size, "code": f"code{number}"}
    sources = [{"source": _PART, "properties": values}]
    if number % 2:
        extra = {"type": "container", "space": "s", "externalId": "Extra"}
        sources.append({"source": extra, "properties": {"mark": f"m{number}", "rank": number % 4}})
    return {"instanceType": "node", "space": "s", "externalId": f"n{number}", "sources": sources}


@pytest.fixture
def parts() -> Iterator[Parts]:
    database = Database()
    yield Parts(database)
    database.close()


@pytest.fixture
def many(parts: Parts) -> Parts:
    """So many that no container is small any more."""
    parts.instances.apply({"items": [_node(number, f"t{number}") for number in range(101, 2101, 2)]})
    return parts


def _by(*names: str, **options: Any) -> list[Json]:
    return [
        {"property": ["s", "Both/v1" if name in ("mark", "rank") else "Part/v1", name], **options} for name in names
    ]


def _equals(name: str, value: Any) -> Json:
    path = ["node", name] if name in ("externalId", "space") else ["s", "Both/v1", name]
    return {"equals": {"property": path, "value": value}}


def _sorted_keys(parts: Parts, view: str, names: tuple[str, ...], found: list[str]) -> list[tuple[Any, ...]]:
    items = {item["externalId"]: item["properties"]["s"][f"{view}/v1"] for item in parts.listed(view)["items"]}
    return [tuple(items[external_id].get(name) for name in names) for external_id in found]


@pytest.mark.parametrize("limit", [1, 2, 5, 1000])
@pytest.mark.parametrize("nulls_first", [False, True])
@pytest.mark.parametrize("direction", ["ascending", "descending"])
@pytest.mark.parametrize("names", [("size",), ("kind",), ("kind", "size"), ("label",), ("size", "kind"), ("loose",)])
def test_the_pages_of_a_sorted_list_hold_every_instance_once_in_one_order(
    parts: Parts, names: tuple[str, ...], direction: str, nulls_first: bool, limit: int
) -> None:
    sort = _by(*names, direction=direction, nullsFirst=nulls_first)
    found = list(parts.pages("Part", limit, sort=sort))
    assert sorted(found) == sorted(f"n{number}" for number in range(len(_TEXTS)))
    keys = _sorted_keys(parts, "Part", names, found)
    nulls = [key[0] is None for key in keys]
    assert nulls == sorted(nulls, reverse=nulls_first)
    if "label" not in names:
        there = [key[0] for key in keys if key[0] is not None]
        assert there == sorted(there, reverse=direction == "descending")
    ties = [int(name[1:]) for name, key in zip(found, keys, strict=True) if key == keys[0]]
    assert ties == sorted(ties), "ties are in the order of storing"
    with_every_filter = list(parts.pages("Part", limit, sort=sort, filter={"and": [{"matchAll": {}}]}))
    assert with_every_filter == found


@pytest.mark.parametrize("sort", [_by("rank"), _by("mark"), _by("size"), _by("loose")])
@pytest.mark.parametrize(
    "filter_",
    [_equals("mark", "m3"), _equals("size", 1), _equals("externalId", "n3"), _equals("code", "code3")],
    ids=["mark", "size", "externalId", "code"],
)
def test_filters_and_sorts_of_two_containers_find_the_same_in_pages(
    parts: Parts, sort: list[Json], filter_: Json
) -> None:
    everything = [item["externalId"] for item in parts.listed("Both", sort=sort, filter=filter_)["items"]]
    assert "n1" in everything or "n3" in everything
    assert list(parts.pages("Both", 1, sort=sort, filter=filter_)) == everything


@pytest.mark.evidence("12")
def test_an_equality_filter_on_an_indexed_property_uses_the_index(many: Parts) -> None:
    for name, value, index in [
        ("size", 1, "index s:^Part size (p size=?)"),
        ("kind", "b", "index s:^Part kind^And^Size (p kind=?)"),
        ("label", "b", "index s:^Part label (p label=?)"),
        ("code", "code3", "unique s:^Part code (p code=?)"),
        ("mark", "m3", "index s:^Extra mark (p mark=?)"),
    ]:
        plan = many.plan("Both", filter=_equals(name, value))
        assert any(index in step and step.startswith("SEARCH") for step in plan), plan
        assert not any(step.startswith("SCAN") and "json_each" not in step for step in plan), plan


def test_names_and_spaces_are_found_by_indexes_in_the_order_of_lists(many: Parts) -> None:
    (by_name, *_) = many.plan(filter=_equals("externalId", "n3"))
    assert "(external_id=?)" in by_name
    plan = many.plan(filter=_equals("space", "s"))
    assert "instance by space (space=?)" in plan[0]
    assert not any("TEMP B-TREE" in step for step in plan)


def test_a_list_without_a_sort_goes_through_the_smallest_container_of_its_views(parts: Parts) -> None:
    (first, *others) = parts.plan("Both")
    assert first.startswith("SCAN c")
    assert not any("TEMP B-TREE" in step for step in others)
    assert [item["externalId"] for item in parts.listed("Both")["items"]] == ["n1", "n3", "n5", "n7", "n9", "n11"]


def test_a_sort_that_an_index_backs_follows_it_and_goes_on_within_it(many: Parts) -> None:
    sort = _by("size")
    first = many.plan(sort=sort, limit=2)
    assert "SCAN c0 USING INDEX index s:^Part size" in first[0].replace("c1", "c0")
    cursor = many.listed(sort=sort, limit=2)["nextCursor"]
    following = many.plan(sort=sort, limit=1000, cursor=cursor)
    steps = [step for step in following if "s:^Part size" in step]
    assert "(p size=? AND rowid>?)" in steps[0]
    assert "(p size>?)" in steps[1]
    assert not any("TEMP B-TREE" in step for step in (*first, *following))


def test_a_filter_that_leaves_few_goes_before_a_sorted_index(many: Parts) -> None:
    for view, filter_, index in [
        ("Part", _equals("externalId", "n3"), "(external_id=?)"),
        ("Part", {"instanceReferences": [{"space": "s", "externalId": "n3"}]}, "(external_id=? AND space=?"),
        ("Both", _equals("mark", "m3"), "(p mark=?)"),
        ("Both", {"and": [{"matchAll": {}}, _equals("mark", "m3")]}, "(p mark=?)"),
    ]:
        plan = many.plan(view, sort=_by("size"), filter=filter_)
        assert any(index in step for step in plan), plan
        assert not any("SCAN" in step and "json_each" not in step for step in plan), plan


def test_a_sort_that_no_view_demands_the_container_of_keeps_instances_without_it(parts: Parts) -> None:
    found = list(parts.pages("Part", 2, sort=_by("mark")))
    assert found[:6] == ["n1", "n11", "n3", "n5", "n7", "n9"]
    assert len(found) == len(_TEXTS)
