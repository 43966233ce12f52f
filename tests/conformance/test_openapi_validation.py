"""The watch over answers sees what is outside the official document, and lets pass what is in it."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import emulated_project
import openapi_document
import openapi_validation
import pytest

pytestmark = [
    pytest.mark.evidence("24"),
    pytest.mark.shared,
    pytest.mark.skipif(not openapi_document.PATH.is_file(), reason="the official document is not beside the checkout"),
]

SPACE = {"space": "s", "createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False}


def violations(method: str, path: str, status: int, body: Any) -> list[str]:
    answers = openapi_validation.Answers()
    answers.check(method, path, status, body if isinstance(body, bytes) else json.dumps(body).encode())
    return answers.violations


def test_an_answer_of_the_document_passes() -> None:
    assert violations("POST", "/models/spaces", 200, {"items": [SPACE]}) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"items": [{**SPACE, "colour": "red"}]}, "wrong at items/0: .*'colour' was unexpected"),
        ({"items": [{**SPACE, "isGlobal": "no"}]}, "wrong at items/0/isGlobal"),
        ({"items": [{"space": "s"}]}, '"createdTime" is a required property'),
        ({"items": [SPACE], "more": 1}, "wrong at its root: .*'more' was unexpected"),
        (b"OK", "answered 200 without JSON"),
    ],
    ids=["unknown field", "wrong type", "missing field", "unknown field of the whole", "no JSON"],
)
def test_an_answer_outside_the_document_is_found(body: Any, found: str) -> None:
    violation = violations("POST", "/models/spaces", 200, body)[0]
    assert violation.startswith("POST /models/spaces answered 200")
    assert re.search(found, violation)


def test_a_defect_of_the_emulator_is_found() -> None:
    assert "which is in no document" in violations("GET", "/models/spaces", 500, {})[0]


def test_errors_have_one_form_whatever_their_status() -> None:
    assert violations("GET", "/models/spaces", 429, {"error": {"code": 429, "message": "Too many requests"}}) == []
    assert violations("GET", "/models/spaces", 429, {"error": "Too many requests"})


def test_answers_of_an_emulator_are_counted() -> None:
    with openapi_validation.watch() as answers, emulated_project.open_project() as project:
        project.write(emulated_project.node("a"))
        project.refuses(emulated_project.node("a", space="nowhere"))
    assert answers.violations == []
    assert answers.count == {("POST", "/models/instances", 200): 1, ("POST", "/models/instances", 400): 1}


@pytest.mark.parametrize("deviation", openapi_document.DEVIATIONS, ids=lambda deviation: deviation.change.__name__)
def test_each_deviation_is_still_one(deviation: openapi_document.Deviation) -> None:
    components = openapi_document.original()["components"]
    changed = copy.deepcopy(components)
    for parts in (changed["schemas"], changed["responses"]):
        deviation.change(parts)
    assert changed != components
