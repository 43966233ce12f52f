"""The lock: what it holds, what it depends on, and what it refuses."""

from __future__ import annotations

import hashlib
import json

import pytest
from pygen_generator import Lock, LockError, LockSource, apply, generate_sdk, open_source


@pytest.fixture
def look(generate, models):
    return generate(models.view("Pump", {"name": models.prop()}), models.view("Asset"))


def test_a_lock_reads_back_equal(look):
    text = look.sdk.lock.dump()

    assert Lock.load(text).dump() == text


def test_a_lock_lists_every_file_with_its_hash(look):
    files = json.loads(look.sdk.lock.dump())["files"]

    assert files == {path: hashlib.sha256(text.encode()).hexdigest() for path, text in look.sdk.files.items()}


def test_a_lock_states_generator_and_contract(look):
    data = json.loads(look.sdk.lock.dump())

    assert (data["generator"], data["contracts"]) == ("0.1.0", {"python": 1})


def test_times_do_not_change_the_hash_of_the_schema(generate, models):
    first = generate(models.view("Pump", createdTime=1, lastUpdatedTime=2)).sdk.lock
    second = generate(models.view("Pump", createdTime=3, lastUpdatedTime=4)).sdk.lock

    assert first.schema_hash == second.schema_hash


def test_anything_else_changes_it(generate, models):
    first = generate(models.view("Pump", {"createdTimes": models.prop()})).sdk.lock
    second = generate(models.view("Pump", {"createdTimes": models.prop(nullable=False)})).sdk.lock

    assert first.schema_hash != second.schema_hash


def test_the_configuration_has_a_hash_of_its_own(generate, models):
    first = generate(models.view("Pump")).sdk.lock
    second = generate(models.view("Pump"), default_instance_space="plant").sdk.lock

    assert first.config_hash != second.config_hash
    assert first.schema_hash == second.schema_hash


def test_a_lock_is_a_source_that_gives_the_same_files(look, tmp_path):
    apply(look.sdk, tmp_path)
    source = open_source(tmp_path / "pygen.lock")

    assert isinstance(source, LockSource)
    assert generate_sdk(source).files == look.sdk.files
    assert generate_sdk(source).lock.dump() == look.sdk.lock.dump()


def _changed(text, **changes):
    return json.dumps({**json.loads(text), **changes})


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "{}", '{"lockVersion": 1}', "[" * 100_000])
def test_what_is_no_lock_is_refused(text):
    with pytest.raises(LockError, match=r"not a (whole )?lock file"):
        Lock.load(text)


def test_a_newer_lock_asks_for_a_newer_generator(look):
    with pytest.raises(LockError, match="has version 2; this generator reads version 1"):
        Lock.load(_changed(look.sdk.lock.dump(), lockVersion=2))


def test_a_schema_that_was_changed_by_hand_is_refused(look):
    with pytest.raises(LockError, match="not the one that was locked"):
        Lock.load(look.sdk.lock.dump().replace("Pump", "Pomp"))


@pytest.mark.parametrize("path", ["../x.py", "/etc/x", "a/../../x", "C:\\x", "a\\..\\x", "C:x", "", "a\0b"])
def test_a_lock_that_names_files_elsewhere_is_refused(look, path):
    with pytest.raises(LockError, match="outside of its folder"):
        Lock.load(_changed(look.sdk.lock.dump(), files={path: "0"}))


def test_a_lock_with_a_broken_schema_is_refused(look):
    with pytest.raises(LockError, match="not a whole lock file"):
        Lock.load(_changed(look.sdk.lock.dump(), schema={"dataModels": [{}], "containers": [], "spaces": []}))
