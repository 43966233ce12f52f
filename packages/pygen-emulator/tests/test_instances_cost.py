"""What a request costs: a few statements, however many instances it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, data, edge, name_of, node, path, reference, view
from pygen_emulator.instances.service import InstanceService
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database

pytestmark = pytest.mark.evidence("10")

COUNT = 400


class Counted:
    """The instance endpoints, with a count of the queries that a call makes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.service = InstanceService(database, Catalog(database, lambda: 1), lambda: 1)

    def queries(self, call: Callable[[Any], Json], body: Json) -> int:
        statements: list[str] = []
        self._trace(statements.append)
        call(body)
        self._trace(None)
        return sum(statement.lstrip().startswith("SELECT") for statement in statements)

    def _trace(self, note: Callable[[str], object] | None) -> None:
        """On the connection that writes, and on the one that the next read takes."""
        for block in (self._database.read, self._database.write):
            with block() as connection:
                connection.set_trace_callback(note)


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Counted]:
    file = tmp_path / "cdf.sqlite"
    with emulated_project.open_project(file):
        pass
    database = Database(file)
    yield Counted(database)
    database.close()


def _items() -> list[Json]:
    tools = [
        node(f"t{number}", data("Tool", name=f"{number}", price=number, inside=reference(f"box{number % 9}")))
        for number in range(COUNT)
    ]
    return [*tools, *(edge(f"e{number}", f"t{number}", f"t{number + 1}") for number in range(COUNT - 1))]


def test_the_number_of_queries_does_not_grow_with_the_number_of_instances(counted: Counted) -> None:
    service = counted.service
    created = counted.queries(service.apply, {"items": _items()})
    repeated = counted.queries(service.apply, {"items": _items()})
    price = {"range": {"property": path("Tool", "price"), "gte": 0}}
    listing = {"sources": [{"source": view("Tool")}, {"source": view("Named")}], "filter": price, "limit": COUNT}
    listed = counted.queries(service.list, {**listing, "sort": [{"property": path("Tool", "name")}]})
    names = [name_of(f"t{number}") for number in range(COUNT)]
    read = counted.queries(service.byids, {"items": names, "sources": [{"source": view("Tool")}]})
    deleted = counted.queries(service.delete, {"items": names})
    assert len(service.list({"instanceType": "edge"})["items"]) == 0
    assert max(created, repeated) <= 12
    assert max(listed, read, deleted) <= 7
