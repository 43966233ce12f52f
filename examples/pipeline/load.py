"""Loads the export of the warehouse into the shop. After an interruption, run it again: it goes on where it was."""

import csv
import sys
from datetime import date
from pathlib import Path

from pygen_runtime import PartialUpsertError, UpsertResult
from shop_sdk import CategoryNodeWrite, ProductNodeWrite, ShopClient

EXPORT = Path("export.csv")
PROGRESS = Path("progress.jsonl")


def product(row: dict[str, str]) -> ProductNodeWrite:
    """A row of the export. Its category is nested; equal ones are written once."""
    shelf = row["category"]
    return ProductNodeWrite(
        external_id=f"product-{row['number']}",
        name=row["name"],
        price=float(row["price"]),
        quantity=int(row["quantity"]),
        created_date=date.fromisoformat(row["since"]),
        category=CategoryNodeWrite(external_id=shelf.lower().replace(" ", "-"), category_name=shelf),
    )


def load() -> None:
    with EXPORT.open(encoding="utf-8", newline="") as file:
        products = [product(row) for row in csv.DictReader(file)]
    so_far = UpsertResult.read_jsonl(PROGRESS) if PROGRESS.exists() else UpsertResult()
    print(f"{len(so_far.created)} were written before.")
    try:
        with ShopClient.from_env() as shop:
            shop.upsert(products, resume=so_far)
            print(f"{len(so_far.created)} are written; the shop has {shop.product_node.count()} products.")
    except PartialUpsertError as error:
        sys.exit(f"Not all is written. {error}")
    finally:
        # Ids and outcomes, whatever happened; neither values nor secrets.
        so_far.write_jsonl(PROGRESS)


if __name__ == "__main__":
    load()
