"""Properties in other units than they are stored in: in lists, byids, search and aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import SCHEMA, Json, Project, data, name_of, node, path, view

pytestmark = pytest.mark.evidence("14")

UNITS = {
    "pressure": {"type": "float64", "unit": {"externalId": "pressure:bar", "sourceUnit": "BAR"}},
    "heat": {"type": "float32", "unit": {"externalId": "temperature:deg_c"}},
    "depths": {"type": "float64", "list": True, "unit": {"externalId": "length:m"}},
    "odd": {"type": "float64", "unit": {"externalId": "magic:thaum"}},
    "plain": {"type": "float64"},
    "name": {"type": "text"},
}
CONTAINER = {"type": "container", "space": SCHEMA, "externalId": "Well"}


@pytest.fixture
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        mapped = {name: {"container": CONTAINER, "containerPropertyIdentifier": name} for name in UNITS}
        deep = {"range": {"property": [SCHEMA, "Well/v1", "pressure"], "gt": 2}}
        project.emulator.deploy(
            containers=[
                {
                    "space": SCHEMA,
                    "externalId": "Well",
                    "properties": {name: {"type": type_} for name, type_ in UNITS.items()},
                }
            ],
            views=[
                {"space": SCHEMA, "externalId": "Well", "version": "v1", "properties": mapped},
                {"space": SCHEMA, "externalId": "Deep", "version": "v1", "properties": mapped, "filter": deep},
            ],
        )
        project.write(
            node("a", data("Well", pressure=1.1, heat=20, depths=[1, 2.5], plain=1, odd=1, name="North well")),
            node("b", data("Well", pressure=3, heat=-40, depths=[], name="South well")),
            node("c", data("Well", name="Dry well")),
        )
        yield project


def targets(**units: str) -> list[Json]:
    return [{"property": name, "unit": {"externalId": unit}} for name, unit in units.items()]


def source(name: str = "Well", **units: str) -> Json:
    return {"source": view(name), **({"targetUnits": targets(**units)} if units else {})}


def listed(project: Project, **body: Any) -> list[Json]:
    items = project.post("instances/list", body)["items"]
    return [next(iter(item["properties"][SCHEMA].values())) for item in items]


def names(project: Project, filter_: Json, **units: str) -> list[str]:
    body = {"sources": [source(**units)], "filter": filter_}
    return [item["externalId"] for item in project.post("instances/list", body)["items"]]


PASCAL = {"pressure": "pressure:pa"}


def test_values_are_shown_in_the_unit_that_is_wanted(project: Project) -> None:
    wanted = source(pressure="pressure:pa", heat="temperature:deg_f", depths="length:ft")
    first, second, third = listed(project, sources=[wanted])
    assert first["pressure"] == 110000
    assert first["heat"] == 68
    assert first["depths"] == pytest.approx([3.280839895, 8.2020997375])
    assert (second["pressure"], second["heat"], second["depths"]) == (300000, -40, [])
    assert third == {"name": "Dry well"}
    assert first["plain"] == 1


@pytest.mark.parametrize(
    ("system", "pressure", "heat"), [("SI", 110000, 293.15), ("Imperial", 15.954151, 68), ("Default", 1.1, 20)]
)
def test_a_system_of_units_has_one_for_each_quantity(
    project: Project, system: str, pressure: float, heat: float
) -> None:
    units = [{"property": name, "unit": {"unitSystemName": system}} for name in ("pressure", "heat")]
    first = listed(project, sources=[{"source": view("Well"), "targetUnits": units}])[0]
    assert (first["pressure"], first["heat"]) == (pytest.approx(pressure), pytest.approx(heat))


def test_typing_tells_the_unit_of_what_is_shown(project: Project) -> None:
    wanted = {"sources": [source(pressure="pressure:psi")], "includeTyping": True}
    kinds = project.post("instances/list", wanted)["typing"][SCHEMA]["Well/v1"]
    assert kinds["pressure"]["type"]["unit"] == {"externalId": "pressure:psi", "sourceUnit": "BAR"}
    assert kinds["heat"]["type"]["unit"] == {"externalId": "temperature:deg_c"}
    kinds = project.page("Well", includeTyping=True)["typing"][SCHEMA]["Well/v1"]
    assert kinds["pressure"]["type"]["unit"]["externalId"] == "pressure:bar"


def test_instances_read_by_id_are_converted_too(project: Project) -> None:
    body = {"items": [name_of("a")], "sources": [source(pressure="pressure:kilopa")]}
    (found,) = project.post("instances/byids", body)["items"]
    assert found["properties"][SCHEMA]["Well/v1"]["pressure"] == 110


def test_filters_read_their_values_in_that_unit(project: Project) -> None:
    pressure = path("Well", "pressure")
    assert names(project, {"equals": {"property": pressure, "value": 110000}}, **PASCAL) == ["a"]
    assert names(project, {"in": {"property": pressure, "values": [300000, 1]}}, **PASCAL) == ["b"]
    assert names(project, {"range": {"property": pressure, "gt": 110000}}, **PASCAL) == ["b"]
    assert names(project, {"range": {"property": pressure, "gt": 2}}) == ["b"]
    assert names(project, {"range": {"property": pressure, "gt": 2}}, **PASCAL) == ["a", "b"]
    fahrenheit = {"equals": {"property": path("Well", "heat"), "value": 68}}
    assert names(project, fahrenheit, heat="temperature:deg_f") == ["a"]
    depths = {"containsAny": {"property": path("Well", "depths"), "values": [250]}}
    assert names(project, depths, depths="length:centim") == ["a"]
    assert names(project, {"equals": {"property": path("Well", "depths"), "value": []}}, depths="length:ft") == ["b"]


def test_references_through_the_container_mean_the_stored_unit(project: Project) -> None:
    through_container = {"range": {"property": [SCHEMA, "Well", "pressure"], "gt": 2}}
    assert names(project, through_container, **PASCAL) == ["b"]


def test_the_filter_of_a_view_means_the_stored_unit(project: Project) -> None:
    body = {"sources": [source("Deep", pressure="pressure:pa"), source("Well", pressure="pressure:pa")]}
    assert [item["externalId"] for item in project.post("instances/list", body)["items"]] == ["b"]


def test_sorting_and_paging_work_in_another_unit(project: Project) -> None:
    body: Json = {
        "sources": [source(**PASCAL)],
        "sort": [{"property": path("Well", "pressure"), "direction": "descending"}],
        "limit": 1,
    }
    found: list[str] = []
    cursor = None
    while cursor is not None or not found:
        answer = project.post("instances/list", {**body, "cursor": cursor})
        found += [item["externalId"] for item in answer["items"]]
        cursor = answer.get("nextCursor")
    assert found == ["b", "a", "c"]


def test_a_cursor_belongs_to_its_units(project: Project) -> None:
    cursor = project.post("instances/list", {"sources": [source(**PASCAL)], "limit": 1})["nextCursor"]
    other = {"sources": [source(pressure="pressure:psi")], "limit": 1, "cursor": cursor}
    assert project.refused("instances/list", other).message == "Invalid cursor provided."


def test_search_filters_and_shows_in_that_unit(project: Project) -> None:
    body = {
        "view": view("Well"),
        "query": "well",
        "targetUnits": targets(**PASCAL),
        "filter": {"range": {"property": path("Well", "pressure"), "lt": 200000}},
        "includeTyping": True,
    }
    found = project.post("instances/search", body)
    (item,) = found["items"]
    assert item["properties"][SCHEMA]["Well/v1"]["pressure"] == 110000
    assert found["typing"][SCHEMA]["Well/v1"]["pressure"]["type"]["unit"]["externalId"] == "pressure:pa"


def test_aggregates_are_made_in_that_unit(project: Project) -> None:
    asked = [{name: {"property": "pressure"}} for name in ("min", "max", "sum", "avg")]
    histogram = {"histogram": {"property": "heat", "interval": 50}}
    units = targets(pressure="pressure:pa", heat="temperature:deg_f")
    body = {"view": view("Well"), "aggregates": [*asked, histogram], "targetUnits": units}
    (item,) = project.post("instances/aggregate", body)["items"]
    assert [value["value"] for value in item["aggregates"][:4]] == [110000, 300000, 410000, 205000]
    assert item["aggregates"][4]["buckets"] == [{"start": -50, "count": 1}, {"start": 50, "count": 1}]
    grouped = {"view": view("Well"), "groupBy": ["pressure"], "targetUnits": targets(**PASCAL)}
    found = project.post("instances/aggregate", grouped)["items"]
    assert [item["group"]["pressure"] for item in found] == [110000, 300000]


@pytest.mark.parametrize("unit", ["magic:thaum"])
def test_the_stored_unit_can_be_asked_for_even_if_it_is_unknown(project: Project, unit: str) -> None:
    assert listed(project, sources=[source(odd=unit)])[0]["odd"] == 1


def test_a_result_beyond_all_floats_is_the_largest_float(project: Project) -> None:
    project.write(node("a", data("Well", pressure=1e308, heat=3e38)))
    wanted = source(pressure="pressure:pa", heat="temperature:deg_f")
    first = listed(project, sources=[wanted])[0]
    assert (first["pressure"], first["heat"]) == (1.7976931348623157e308, 3.4028235e38)


@pytest.mark.parametrize(
    ("units", "message"),
    [
        (targets(nothing="pressure:pa"), "Unknown property 'nothing'"),
        (targets(plain="pressure:pa"), "The property 'plain' of the view 'yard:Well/v1' has no unit to convert from."),
        (targets(name="pressure:pa"), "has no unit to convert from"),
        (
            targets(pressure="pressure:furlong"),
            "Unknown unit 'pressure:furlong': target unit of the property 'pressure'",
        ),
        (targets(pressure="length:m"), "The unit 'pressure:bar' cannot be converted to 'length:m'"),
        (targets(odd="pressure:pa"), "Unknown unit 'magic:thaum'"),
        (targets(pressure="pressure:pa") * 2, "'pressure' has more than one target unit"),
        ([{"property": "pressure", "unit": {}}], "unit must have either externalId or unitSystemName"),
        (
            [{"property": "pressure", "unit": {"externalId": "a", "unitSystemName": "SI"}}],
            "must have either externalId",
        ),
        ([{"property": "pressure", "unit": {"unitSystemName": "Planck"}}], "Unknown unit system 'Planck'"),
        ([{"property": "odd", "unit": {"unitSystemName": "SI"}}], "Unknown unit 'magic:thaum'"),
        ([{"property": "pressure"}], "[unit must not be null]"),
        ([], "[targetUnits size must be between 1 and 10]"),
        (targets(**PASCAL) * 11, "[targetUnits size must be between 1 and 10]"),
    ],
)
def test_units_that_cannot_be_are_refused(project: Project, units: list[Json], message: str) -> None:
    in_list = {"sources": [{"source": view("Well"), "targetUnits": units}]}
    alone = {"view": view("Well"), "targetUnits": units}
    for endpoint, body in (("list", in_list), ("search", alone), ("aggregate", {**alone, "groupBy": ["name"]})):
        refused = project.refused(f"instances/{endpoint}", body)
        assert refused.status == 400
        assert message in refused.message


def test_queries_show_values_in_the_unit_that_is_wanted(project: Project) -> None:
    select = {"sources": [{**source(pressure="pressure:pa"), "properties": ["pressure"]}]}
    wells = {"nodes": {"filter": {"equals": {"property": path("Well", "pressure"), "value": 1.1}}}}
    body = {"with": {"wells": wells}, "select": {"wells": select}, "includeTyping": True}
    answer = project.post("instances/query", body)
    (item,) = answer["items"]["wells"]
    assert item["properties"][SCHEMA]["Well/v1"] == {"pressure": 110000}
    typing = answer["typing"]["wells"][SCHEMA]["Well/v1"]
    assert typing["pressure"]["type"]["unit"]["externalId"] == "pressure:pa"
