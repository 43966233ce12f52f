"""The shared cases of tests/vectors/wire, run through the Python SDK that is generated for their model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
from pygen_generator import GeneratorConfig, PythonConfig, generate_sdk
from wire_service import Wire
from wire_words import Json, attributes, difference, same, told

VECTORS = Path(__file__).parent / "wire"
OPTIONS = {
    "mode": "mode",
    "skipOnVersionConflict": "skip_on_version_conflict",
    "autoCreateDirectRelations": "auto_create_direct_relations",
    "autoCreateStartNodes": "auto_create_start_nodes",
    "autoCreateEndNodes": "auto_create_end_nodes",
}


def cases(file: str) -> list[Any]:
    found = json.loads((VECTORS / f"{file}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("wire")
    python = PythonConfig(package="wire_sdk", client_name="WireClient")
    sdk = generate_sdk(VECTORS / "model.json", GeneratorConfig(default_instance_space="shop", python=python))
    generated_sdk.write(sdk, folder)
    with generated_sdk.imported(folder, "wire_sdk") as package:
        yield package


@pytest.fixture
def wire(module: Any) -> Wire:
    return Wire(module)


def check_requests(expected: list[Json], sent: list[Json]) -> None:
    assert [one["path"] for one in sent] == [one["path"] for one in expected]
    for wanted, got in zip(expected, sent, strict=True):
        assert difference(wanted["body"], got["body"]) == ""


@pytest.mark.parametrize("case", cases("read"))
def test_what_is_read_is_the_shared_value(wire: Wire, case: Json) -> None:
    wire.answers = [case["answer"]]

    def read() -> Any:
        return wire.api(case["view"]).list()

    if "error" in case:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - its type is of each language
            read()
        assert type(caught.value).__name__ == "UnexpectedAnswerError"
        assert [part for part in case["error"] if part not in str(caught.value)] == []
        return
    found = read()
    shown = [wire.object(one, expected) for one, expected in zip(found, case["objects"], strict=True)]
    assert same(shown, case["objects"]), shown


@pytest.mark.parametrize("case", cases("write"))
def test_what_is_written_is_the_shared_request(wire: Wire, case: Json) -> None:
    wire.answers = [one["answer"] for one in case.get("requests", []) if "answer" in one]
    options = {OPTIONS[name]: value for name, value in case.get("options", {}).items()}

    def write() -> None:
        wire.client().upsert([wire.item(item) for item in case["items"]], **options)

    if "error" in case:
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - its parts are looked at below
            write()
        assert [part for part in case["error"] if part not in str(caught.value)] == []
        assert wire.sent == []
        return
    write()
    check_requests(case["requests"], wire.sent)


@pytest.mark.parametrize("case", cases("filters"))
def test_a_filter_is_the_shared_one(wire: Wire, case: Json) -> None:
    def read() -> None:
        view = case["view"]
        if "keywords" in case:
            wire.api(view).list(**wire.keywords(view, case["keywords"]))
        else:
            wire.api(view).list(filter=wire.where(view, case["where"]))

    if "error" in case:
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - its parts are looked at below
            read()
        assert [part for part in case["error"] if part not in str(caught.value).casefold()] == []
        assert wire.sent == []
        return
    read()
    (request,) = wire.sent
    assert difference(case["filter"], request["body"]["filter"]) == ""


@pytest.mark.parametrize("case", cases("requests"))
def test_a_call_is_the_shared_requests_and_gives_the_shared_result(wire: Wire, case: Json) -> None:
    wire.answers = [one["answer"] for one in case["exchange"]]
    found = wire.call(case["view"], case["call"])
    found = list(found) if case["call"]["operation"] in ("sync", "iterate") else found

    assert wire.answers == []
    check_requests(case["exchange"], wire.sent)
    assert same(result(wire, case, found), {name: case[name] for name in RESULTS if name in case})


RESULTS = ("objects", "value", "rows", "buckets", "batches", "deleted", "notFound")


def result(wire: Wire, case: Json, found: Any) -> Json:
    """What a call gave, in the words of the cases."""
    names = {attribute: name for name, attribute in attributes(wire.read_class(case["view"])).items()}

    def objects(given: Any, expected: list[Json]) -> list[Json]:
        return [wire.object(one, wanted) for one, wanted in zip(given, expected, strict=True)]

    match case["call"]["operation"]:
        case "count":
            return {"value": found}
        case "aggregate":
            return {
                "rows": [
                    {
                        "group": {names[name]: told(one) for name, one in row.group.items()},
                        "values": [told(one) for one in row.values.values()],
                    }
                    for row in found
                ]
            }
        case "histogram":
            return {"buckets": [[told(one.start), one.count] for one in found]}
        case "sync":
            batches = [
                {
                    "upserted": objects(batch.upserted, expected["upserted"]),
                    "deleted": told(batch.deleted),
                    "cursor": batch.cursor,
                }
                for batch, expected in zip(found, case["batches"], strict=True)
            ]
            return {"batches": batches}
        case "delete":
            return {"deleted": told(found.deleted), "notFound": told(found.not_found)}
    return {"objects": objects(found, case["objects"])}


def test_there_are_cases() -> None:
    assert {path.stem for path in VECTORS.glob("*.json")} == {"filters", "model", "read", "requests", "write"}
