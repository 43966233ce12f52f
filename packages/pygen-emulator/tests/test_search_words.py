"""What a search text finds, in which order, and that it finds what is there now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import emulated_project
import pytest
from emulated_project import SCHEMA, Json, Project, data, edge, name_of, node, path, reference, view

pytestmark = pytest.mark.evidence("14")


def search(project: Project, text: str | None, view_name: str = "Tool", **options: Any) -> list[str]:
    body = {"view": view(view_name), "query": text, **options}
    return [item["externalId"] for item in project.post("instances/search", body)["items"]]


def tool(external_id: str, name: str, **properties: Any) -> Json:
    return node(external_id, data("Tool", name=name, **properties))


def test_a_word_is_found_in_any_text_of_the_view(project: Project) -> None:
    project.write(tool("a", "Red saw"), tool("b", "Hammer", maker="Saw Ltd"), tool("c", "Drill"))
    assert sorted(search(project, "saw")) == ["a", "b"]
    assert search(project, "saw", properties=["name"]) == ["a"]
    assert search(project, "saw", properties=["maker", "kind"]) == ["b"]


def test_the_answer_is_what_a_list_gives(project: Project) -> None:
    project.write(tool("a", "Saw", price=2))
    body = {"view": view("Tool"), "query": "saw", "includeTyping": True}
    listed = project.page("Tool", includeTyping=True)
    assert project.post("instances/search", body) == {"items": listed["items"], "typing": listed["typing"]}


def test_any_word_is_enough_unless_all_are_wanted(project: Project) -> None:
    project.write(tool("both", "red saw"), tool("one", "red drill"), tool("none", "hammer"))
    assert search(project, "saw red") == ["both", "one"]
    assert search(project, "saw red", operator="OR") == ["both", "one"]
    assert search(project, "saw red", operator="AND") == ["both"]
    assert search(project, "saw red", properties=["name"], operator="AND") == ["both"]


def test_all_words_may_be_in_different_properties_and_containers(project: Project) -> None:
    project.write(tool("a", "red saw", maker="Acme"), tool("b", "red saw", maker="Other"))
    assert search(project, "acme red", operator="AND") == ["a"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Élan", "elan"),
        ("ELAN", "élan"),
        ("pump_01", "pump"),
        ("pump-01/b", "01"),
        ("Å 3", "3"),
        ("поршень", "ПОРШЕНЬ"),
        ("Straße", "straße"),
        ('say "no"', '"no"'),
        ("line\nbreak", "break"),
    ],
)
def test_words_are_letters_and_digits_whatever_their_case_and_marks(project: Project, text: str, words: str) -> None:
    project.write(tool("a", text), tool("b", "other"))
    assert search(project, words) == ["a"]


@pytest.mark.parametrize("text", ["saws", "sa", "aw", "--", "*", 'NOT "', "{name} : saw", "NEAR(", "\0"])
def test_only_whole_words_match_and_no_character_has_a_meaning(project: Project, text: str) -> None:
    project.write(tool("a", "red saw") if "saw" not in text.split() else tool("a", "red"))
    assert search(project, text) == []


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_without_a_text_it_is_a_list_of_the_view(project: Project, text: str | None) -> None:
    project.write(tool("b", "saw"), tool("a", "drill"), node("c", data("Named", name="saw")))
    assert search(project, text) == ["b", "a"]
    assert search(project, text, limit=1) == ["b"]
    assert search(project, text, sort=[{"property": path("Tool", "name")}]) == ["a", "b"]


def test_the_best_match_comes_first(project: Project) -> None:
    project.write(
        tool("long", "a saw among many other words that are not about it at all"),
        tool("short", "saw"),
        tool("twice", "saw", maker="saw"),
        *(tool(f"other {number}", "drill") for number in range(20)),
    )
    assert search(project, "saw") == ["twice", "short", "long"]
    assert search(project, "saw", limit=2) == ["twice", "short"]


def test_rare_words_count_more_than_common_ones(project: Project) -> None:
    project.write(
        tool("common", "red"), tool("rare", "spanner"), *(tool(f"red {number}", "red") for number in range(9))
    )
    assert search(project, "red spanner")[0] == "rare"


def test_a_sort_takes_the_place_of_relevance(project: Project) -> None:
    project.write(tool("a", "saw saw", price=1), tool("b", "saw", price=3), tool("c", "saw x y", price=2))
    sort = [{"property": path("Tool", "price"), "direction": "descending"}]
    assert search(project, "saw", sort=sort) == ["b", "c", "a"]


def test_lists_of_texts_are_searched(project: Project) -> None:
    project.write(
        node("a", data("Everything", texts=['the "red"', "saw\nblade"])),
        node("b", data("Everything", texts=[])),
        node("c", data("Everything", state="on", series="saw")),
    )
    assert search(project, "blade", "Everything") == ["a"]
    assert search(project, "red blade", "Everything", properties=["texts"], operator="AND") == ["a"]
    assert search(project, "saw", "Everything") == ["a"]


def test_edges_are_searched_as_edges(project: Project) -> None:
    project.write(node("n", data("Named", name="of")), edge("e", "n", "n", data("Named", name="of")))
    assert search(project, "of", "Named") == ["n"]
    assert search(project, "of", "Named", instanceType="edge") == ["e"]


def test_only_members_of_the_view_are_found(project: Project) -> None:
    project.write(tool("cheap", "saw", price=5), tool("dear", "saw", price=50))
    assert search(project, None, "Cheap") == ["cheap"]
    assert search(project, "saw", "Nameless", properties=["note"]) == []


def test_a_filter_narrows_the_search(project: Project) -> None:
    project.write(tool("a", "saw", price=1), tool("b", "saw", price=2), tool("c", "drill", price=3))
    dear = {"range": {"property": path("Tool", "price"), "gte": 2}}
    assert search(project, "saw", filter=dear) == ["b"]


def test_what_is_written_later_is_found_and_what_is_gone_is_not(project: Project) -> None:
    project.write(tool("a", "saw"), tool("b", "saw"), tool("c", "drill"))
    assert search(project, "saw") == ["a", "b"]
    project.write(tool("a", "hammer"), tool("c", "saw"), tool("d", "saw"))
    assert search(project, "saw") == ["b", "c", "d"]
    assert search(project, "hammer") == ["a"]
    project.post("instances/delete", {"items": [name_of("b")]})
    assert search(project, "saw") == ["c", "d"]
    project.refuses(tool("d", "saw"), tool("e", "saw"), node("f", data("Tool", name=1)))
    assert search(project, "saw") == ["c", "d"]


def _named(*properties: str) -> Json:
    types = {name: {"type": {"type": "text"}} for name in properties}
    return {"space": SCHEMA, "externalId": "Fresh", "properties": types}


def _fresh(*properties: str) -> Json:
    container = {"type": "container", "space": SCHEMA, "externalId": "Fresh"}
    mapped = {name: {"container": container, "containerPropertyIdentifier": name} for name in properties}
    return {"space": SCHEMA, "externalId": "Fresh", "version": "v1", "properties": mapped}


def test_a_property_that_a_container_gains_is_searched(project: Project) -> None:
    project.emulator.deploy(containers=[_named("one")], views=[_fresh("one")])
    project.write(node("a", data("Fresh", one="saw")))
    assert search(project, "saw", "Fresh") == ["a"]
    added = _named("one", "two")
    added["properties"]["two"]["defaultValue"] = "drill"
    project.emulator.deploy(containers=[added], views=[_fresh("one", "two")])
    project.write(node("b", data("Fresh", two="saw")))
    assert sorted(search(project, "saw", "Fresh")) == ["a", "b"]
    assert search(project, "drill", "Fresh") == ["a"]


def test_a_container_that_comes_back_is_searched_anew(project: Project) -> None:
    project.emulator.deploy(containers=[_named("one")], views=[_fresh("one")])
    project.write(node("a", data("Fresh", one="saw")))
    assert search(project, "saw", "Fresh") == ["a"]
    project.post("containers/delete", {"items": [{"space": SCHEMA, "externalId": "Fresh"}]})
    project.emulator.deploy(containers=[_named("one")])
    project.write(node("b", data("Fresh", one="saw")))
    assert search(project, "saw", "Fresh") == ["b"]


def test_words_are_found_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    with emulated_project.open_project(file) as project:
        project.write(tool("a", "saw"))
        assert search(project, "saw") == ["a"]
    with emulated_project.open_project(file, schema=False) as project:
        project.write(tool("b", "saw"))
        assert search(project, "saw") == ["a", "b"]


def test_a_text_of_very_many_words_is_taken(project: Project) -> None:
    project.write(tool("a", "saw"))
    words = " ".join(f"w{number}" for number in range(2_000))
    assert search(project, f"{words} saw") == ["a"]
    assert search(project, f"{words} saw", properties=["name"], operator="AND") == []


def test_a_list_of_relations_is_filtered_by_what_it_holds(project: Project) -> None:
    project.write(
        node("a", data("Everything", relations=[reference("x"), reference("y")])),
        node("b", data("Everything", relations=[reference("z")])),
        node("c", data("Everything", relations=[], relation=reference("x"))),
    )
    relations = path("Everything", "relations")

    def holding(*names: str) -> list[str]:
        wanted = {"in": {"property": relations, "values": [reference(name) for name in names]}}
        return search(project, None, "Everything", filter=wanted)

    assert holding("x") == ["a"]
    assert holding("z", "y") == ["a", "b"]
    assert holding("nobody") == holding() == []
    single = {"in": {"property": path("Everything", "relation"), "values": [reference("x")]}}
    assert search(project, None, "Everything", filter=single) == ["c"]
