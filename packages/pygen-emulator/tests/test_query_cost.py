"""What a query and a sync cost: a few statements for each result set, however many instances are in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, data, edge, name_of, node, reference
from graph_queries import body_of, edges, nodes, reading, through
from pygen_emulator.query.service import QueryService
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database
from pygen_emulator.sync.service import SyncService

pytestmark = pytest.mark.evidence("16", "17")

SETS: Json = {
    "tools": nodes(limit=2_000),
    "edges": edges(from_="tools", maxDistance=1, limitEach=5, limit=2_000),
    "ends": nodes(from_="edges", limit=2_000),
    "boxes": nodes(from_="tools", through=through("inside"), direction="outwards", limit=2_000),
    "inner": nodes(from_="boxes", through=through("inside"), direction="inwards", limit=2_000),
    "all": {"union": ["ends", "inner"], "except": ["boxes"], "limit": 2_000},
}
FOLLOWED: Json = {
    "tools": nodes(limit=2_000),
    "edges": edges(from_="tools", maxDistance=1, limit=2_000),
    "ends": nodes(from_="edges", limit=2_000),
}


def _statements(database: Database, call: Callable[[Any], Json], body: Json) -> int:
    """How many queries a call makes; the next read takes the connection that is traced."""
    noted: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(noted.append)
    call(body)
    with database.read() as connection:
        connection.set_trace_callback(None)
    return sum(statement.lstrip().startswith("SELECT") for statement in noted)


def _counts(file: Path, instances: int) -> tuple[int, int, int]:
    """The statements of a query, of the first page of a sync, and of one that tells of deletions."""
    with emulated_project.open_project(file) as project:
        project.write(
            *(node(f"t{i}", data("Tool", name=f"{i}", inside=reference(f"t{i // 9}"))) for i in range(instances))
        )
        project.write(*(edge(f"e{i}", f"t{i}", f"t{(i * 7) % instances}") for i in range(instances)))
    database = Database(file)
    catalog = Catalog(database, lambda: 1)
    select = {name: reading("Tool", "*") for name in SETS}
    queried = _statements(database, QueryService(database, catalog).query, body_of(SETS, select))
    syncs = SyncService(database, catalog, lambda: 1)
    first = _statements(database, syncs.sync, body_of(FOLLOWED))
    cursors = syncs.sync(body_of(FOLLOWED))["nextCursor"]
    database.close()
    with emulated_project.open_project(file, schema=False) as project:
        project.post("instances/delete", {"items": [name_of(f"t{i}") for i in range(instances // 2)]})
    database = Database(file)
    syncs = SyncService(database, Catalog(database, lambda: 1), lambda: 1)
    deleted = _statements(database, syncs.sync, body_of(FOLLOWED, cursors=cursors))
    database.close()
    return queried, first, deleted


def test_the_number_of_statements_does_not_grow_with_the_number_of_instances(tmp_path: Path) -> None:
    few, many = _counts(tmp_path / "few.sqlite", 20), _counts(tmp_path / "many.sqlite", 900)
    assert few == many
    assert few[0] <= 6 * len(SETS)
    assert few[1] <= 5 * len(FOLLOWED)
    assert few[2] <= 9 * len(FOLLOWED)
