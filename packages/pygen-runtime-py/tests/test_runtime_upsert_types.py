"""Wrong writes are errors for mypy and pyright, in the very lines that have them, and right ones are none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shop_by_hand
import type_checkers

PROGRAM = """
from collections.abc import Iterator

from pygen_runtime import DeleteResult, EdgeId, EdgeWrite, FailedItem, NodeId, UpsertResult
from shop_by_hand import (
    AsyncShopClient,
    Category,
    CategoryWrite,
    NoteWrite,
    Product,
    ProductWrite,
    RelatesToWrite,
    ShopClient,
)
from typing_extensions import assert_type

FITS = RelatesToWrite(end_node="saw", relation_type="fits")
TOOLS = CategoryWrite(external_id="tools", category_name="Tools")


def many() -> Iterator[ProductWrite]:
    yield ProductWrite(external_id="a", name="A", price=1)


def right(shop: ShopClient, product: Product, category: Category) -> None:
    blade = ProductWrite(external_id="blade", name="Blade", price=4.0, relates_to=[FITS], shelf=TOOLS)
    given: list[RelatesToWrite] = [FITS]
    blade.relates_to = given
    blade.related_from = (RelatesToWrite(start_node=product, relation_type="x"),)
    blade.shelf = EdgeWrite(end_node=category)
    blade.shelf = ("shop", "tools")
    TOOLS.notes = ["saw", product, blade, NoteWrite(end_node=NodeId("shop", "saw"), text="x")]
    assert_type(shop.upsert([blade, TOOLS, FITS], mode="update", on_rejected="isolate"), UpsertResult)
    assert_type(shop.upsert(many(), dry_run=True).created, list[NodeId | EdgeId])
    assert_type(shop.upsert(product.as_write(), resume=UpsertResult()).failed, list[FailedItem])
    assert_type(shop.delete(["a", FITS, product], dry_run=True), DeleteResult)
    assert_type(UpsertResult.read_jsonl("x"), UpsertResult)


async def right_too(shop: AsyncShopClient) -> None:
    assert_type(await shop.upsert(many(), mode="replace", resume=UpsertResult()), UpsertResult)
    assert_type(await shop.delete("a", resume=DeleteResult()), DeleteResult)


def wrong(shop: ShopClient, product: Product, blade: ProductWrite) -> None:
    blade.relates_to = ["saw"]  # wrong
    blade.relates_to = [blade]  # wrong
    blade.relates_to = [EdgeWrite(end_node="saw")]  # wrong
    blade.relates_to = FITS  # wrong
    blade.shelf = ["tools"]  # wrong
    blade.shelf = FITS.start_node or 3  # wrong
    TOOLS.notes = [FITS]  # wrong
    TOOLS.notes = [3]  # wrong
    RelatesToWrite(end_node="saw")  # wrong
    RelatesToWrite(end_node=3, relation_type="x")  # wrong
    shop.upsert(product)  # wrong
    shop.upsert(["a"])  # wrong
    shop.upsert(blade, mode="merge")  # wrong
    shop.upsert(blade, on_rejected="ignore")  # wrong
    shop.upsert(blade, resume=DeleteResult())  # wrong
    shop.delete([3])  # wrong
"""
WRONG = {number for number, line in enumerate(PROGRAM.splitlines(), 1) if "# wrong" in line}
BY_HAND = Path(shop_by_hand.__file__).parents[1]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def test_mypy_finds_the_wrong_writes(program: Path) -> None:
    answer = type_checkers.mypy(program.parent, program.name, search=[BY_HAND]).stdout

    assert {int(line) for line in re.findall(r"program\.py:(\d+): error", answer)} == WRONG, answer


def test_pyright_finds_the_wrong_writes(program: Path) -> None:
    answer = type_checkers.pyright(program.parent, program.name, search=[BY_HAND], options=["--outputjson"]).stdout

    errors = [one for one in json.loads(answer)["generalDiagnostics"] if one["severity"] == "error"]
    assert {one["range"]["start"]["line"] + 1 for one in errors} == WRONG, answer
