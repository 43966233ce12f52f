"""What editors and forms of the project's page read can be read, and names what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_settings_of_editors_are_json_and_name_folders_that_exist() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))["recommendations"]

    assert all((ROOT / path).is_dir() for path in settings["deno.enablePaths"])
    used = {each["editor.defaultFormatter"].lower() for name, each in settings.items() if name.startswith("[")}
    assert used <= set(recommended)


def test_editors_and_checkers_break_lines_at_the_same_place() -> None:
    editors = re.search(r"^max_line_length = (\d+)", (ROOT / ".editorconfig").read_text(encoding="utf-8"), re.MULTILINE)
    ruff = re.search(r"^line-length = (\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert editors is not None
    assert ruff is not None
    assert editors[1] == ruff[1]


@pytest.mark.parametrize("form", [path for path in FORMS if path.stem != "config"], ids=lambda path: path.stem)
def test_forms_ask_for_something(form: Path) -> None:
    data = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= data.keys()
    assert [each for each in data["body"] if each.get("validations", {}).get("required")]
