"""The web page of the examples: generated, type-checked, bundled and opened, as its README says."""

from __future__ import annotations

import json
from pathlib import Path

import javascript_runtimes
import web_page_example
from javascript_runtimes import FOLDER
from packed_typescript import Packages
from web_page_example import EXAMPLES

pytestmark = javascript_runtimes.needs_tools


@javascript_runtimes.needs_chromium
def test_the_page_shows_products_and_their_categories(packages: Packages, tmp_path: Path) -> None:
    page = web_page_example.build(packages.runtime, tmp_path)

    seen = web_page_example.opened(page, tmp_path / "page.png")

    assert seen["state"] == "shown", seen["text"]
    rows = [line.split("\t") for line in seen["text"].splitlines() if "\t" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Blade", "4", "Tools"],
        ["Hammer", "9", "Tools"],
        ["Saw", "12.5", "Tools"],
    ]


def test_the_versions_of_its_tools_are_those_that_are_tried() -> None:
    asked = json.loads((EXAMPLES / "web_page" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    root = json.loads((EXAMPLES.parent / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    tools = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert asked == {"esbuild": tools["esbuild"], "typescript": root["typescript"]}
