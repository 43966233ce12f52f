"""Constraints and indexes of containers are compared where both schemas have the containers."""

from __future__ import annotations

from typing import Any

import pytest
from pygen_client.schema import Container, DataModel
from pygen_generator import Comparison, Schema, compare_schemas
from pygen_generator.changes import Breaks, ChangeKind

Models = Any
Json = dict[str, Any]

UNIQUE: Json = {"constraintType": "uniqueness", "properties": ["p", "q"]}
REQUIRES: Json = {
    "constraintType": "requires",
    "require": {"type": "container", "space": "s", "externalId": "D"},
}
BTREE: Json = {"indexType": "btree", "properties": ["p"]}
INVERTED: Json = {"indexType": "inverted", "properties": ["q"]}


def container(name: str = "C", **parts: Json) -> Json:
    text = {"type": {"type": "text"}, "nullable": True, "immutable": False, "autoIncrement": False}
    return {
        "space": "s",
        "externalId": name,
        "usedFor": "node",
        "properties": {"p": text, "q": text},
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "isGlobal": False,
        **parts,
    }


def compared(models: Models, old: list[Json], new: list[Json]) -> Comparison:
    model = DataModel.load(models.data_model(models.view("A", {"x": models.prop()})))
    before, now = (Schema((model,), tuple(Container.load(one) for one in side)) for side in (old, new))
    return compare_schemas(before, now)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (UNIQUE, "p, q occur once"),
        (UNIQUE | {"bySpace": True}, "p, q occur once in each space"),
        (REQUIRES, "instances need data in s:D"),
        ({"constraintType": "odd"}, "odd"),
    ],
)
def test_a_new_constraint_can_refuse_writes(part: Json, words: str, models: Models) -> None:
    old, new = [container()], [container(constraints={"c": part})]

    (change,) = compared(models, old, new).changes
    assert (change.kind, change.place) == (ChangeKind.CONTAINER_CONSTRAINT, "s:C")
    assert set(change.breaks) == {Breaks.BEHAVIOUR}
    assert change.message == f"It has a constraint now, so that writes can be refused: {words}."

    (change,) = compared(models, new, old).changes
    assert change.message == f"It has this constraint no more: {words}."
    assert set(change.breaks) == set()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (BTREE, "btree over p"),
        (BTREE | {"cursorable": True}, "btree over p, with cursors"),
        (INVERTED, "inverted over q"),
        ({"indexType": "odd"}, "odd"),
    ],
)
def test_indexes_break_nothing(part: Json, words: str, models: Models) -> None:
    old, new = [container()], [container(indexes={"i": part})]

    (more,) = compared(models, old, new).changes
    (gone,) = compared(models, new, old).changes

    assert (more.kind, more.message) == (ChangeKind.CONTAINER_INDEX, f"It has an index now: {words}.")
    assert gone.message == f"It has this index no more, so that reads can take longer: {words}."
    assert more.breaks | gone.breaks == set()


def test_names_and_states_do_not_matter(models: Models) -> None:
    old = [container(indexes={"i": {**BTREE, "state": "pending"}})]
    new = [container(indexes={"j": {**BTREE, "cursorable": False, "state": "current"}})]

    assert compared(models, old, new).changes == ()


def test_what_a_file_does_not_hold_is_not_compared(models: Models) -> None:
    unique = container(constraints={"c": UNIQUE})

    assert compared(models, [], [unique]).changes == ()
    assert compared(models, [container("Other")], [container("Other", constraints={"c": UNIQUE})]).changes == ()
