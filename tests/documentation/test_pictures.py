"""The pictures show what Pygen shows today."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable

import pytest
from documentation_pages import DOCS

PICTURES: dict[str, Callable[[], str]] = runpy.run_path(str(DOCS / "pictures.py"))["PICTURES"]


@pytest.mark.skipif(os.name == "nt", reason="a terminal of Windows has other colours")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_current(name: str) -> None:
    drawn = PICTURES[name]()
    assert drawn == (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8"), "run `python docs/pictures.py`"


def test_every_picture_is_drawn_and_shown() -> None:
    files = {path.stem for path in (DOCS / "pictures").iterdir()}
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))
    assert files == {*PICTURES}
    assert [name for name in files if f"pictures/{name}.svg" not in pages] == []
