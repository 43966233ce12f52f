"""The pictures show what Pygen shows today."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable

import pytest
import web_page_example
from documentation_pages import DOCS

PICTURES: dict[str, Callable[[], str]] = runpy.run_path(str(DOCS / "pictures.py"))["PICTURES"]


@pytest.mark.skipif(os.name == "nt", reason="a terminal of Windows has other colours")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_current(name: str) -> None:
    drawn = PICTURES[name]()
    assert drawn == (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8"), "run `python docs/pictures.py`"


def test_the_picture_of_the_web_page_is_of_the_page_as_it_is() -> None:
    picture = web_page_example.PICTURE.read_bytes()
    assert web_page_example.hash_in(picture) == web_page_example.source_hash(), (
        "run `python tests/packed_ts/photograph.py`"
    )
    assert len(picture) < 100_000


def test_every_picture_is_drawn_and_shown() -> None:
    files = {path.name for path in (DOCS / "pictures").iterdir()}
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))
    assert files == {*(f"{name}.svg" for name in PICTURES), web_page_example.PICTURE.name}
    assert [name for name in files if f"pictures/{name}" not in pages] == []
