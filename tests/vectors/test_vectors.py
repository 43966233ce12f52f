"""The shared cases are what their README says: each file has its form, and no feature is without a case."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

HERE = Path(__file__).parent
FEATURES: dict[str, list[str]] = json.loads((HERE / "features.json").read_text("utf-8"))
FOLDERS = list(FEATURES)
"""Those whose cases name their features; plan/ has cases of another form."""


def files(folder: str) -> dict[str, list[dict[str, Any]]]:
    """The cases of a folder, by file."""
    found = sorted(path for path in (HERE / folder).glob("*.json") if path.stem != "model")
    return {path.name: json.loads(path.read_text("utf-8")) for path in found}


def test_every_folder_is_described() -> None:
    readme = (HERE / "README.md").read_text("utf-8")
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__")} - {"schemas"}
    assert folders == {"plan", *FOLDERS}
    assert all(f"\n## {name}\n" in readme for name in folders)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_has_its_form(folder: str) -> None:
    schema = json.loads((HERE / "schemas" / f"{folder}.json").read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    for name, content in files(folder).items():
        assert [f"{name} {one.instance_path}: {one.message}" for one in validator.iter_errors(content)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_feature_has_a_case_and_no_case_another_feature(folder: str) -> None:
    shown = {feature for found in files(folder).values() for case in found for feature in case["features"]}
    assert sorted(shown) == FEATURES[folder]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_case_has_a_name_of_its_own(folder: str) -> None:
    for name, cases in files(folder).items():
        assert [one for one, times in Counter(case["name"] for case in cases).items() if times > 1] == [], name
