"""Writes an export as a warehouse might: 1,990 products in 10 categories."""

import csv
from pathlib import Path

with Path("export.csv").open("w", encoding="utf-8", newline="") as file:
    export = csv.writer(file)
    export.writerow(["number", "name", "price", "quantity", "since", "category"])
    for number in range(1990):
        row = [f"{number:05}", f"Product {number}", 1 + number % 90, number % 40, "2026-01-31", f"Shelf {number % 10}"]
        export.writerow(row)
