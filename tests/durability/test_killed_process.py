"""A file survives a kill at any moment: every acknowledged request is there whole, and no request is there by half.

A process serves a file over HTTP, several clients write at once, the process is killed without warning, and the next
one serves the same file. Each request writes a batch of nodes and edges, counts one up in a node of its client, and
deletes the batch before the last one.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_emulator.storage.database import Database

pytestmark = pytest.mark.evidence("21")

ROUNDS, CLIENTS, BATCH = 10, 4, 20
_SERVE = """
import sys
from pathlib import Path
from pygen_emulator import Emulator, serve
serve(Emulator("kill", "secret", path=Path(sys.argv[1])), ready=lambda cdf: print(cdf.base_url, flush=True))
"""
_VIEW = {"type": "view", "space": "plant", "externalId": "Part", "version": "v1"}
Json = dict[str, Any]


@dataclass
class Client:
    """What one client has sent, and what it knows to be stored."""

    number: int
    sent: int = 0
    acknowledged: int = 0
    surprises: list[str] = field(default_factory=list)

    def write_until_killed(self, http: httpx.Client) -> None:
        while True:
            self.sent += 1
            try:
                response = http.post("/models/instances", json=self._request(self.sent))
            except httpx.TransportError:
                return
            if response.status_code != 200:
                self.surprises.append(response.text)
                return
            self.acknowledged = self.sent

    def batch(self, count: int) -> list[str]:
        return [f"c{self.number}-{count}-{position}" for position in range(BATCH)]

    def _request(self, count: int) -> Json:
        nodes = self.batch(count)
        edges = [_edge(f"{start}-edge", start, end) for start, end in pairwise(nodes)]
        old = (
            []
            if count < 3
            else [{"instanceType": "node", "space": "stock", "externalId": id_} for id_ in self.batch(count - 2)]
        )
        return {
            "items": [_node(f"counter-{self.number}", count), *(_node(id_, count) for id_ in nodes), *edges],
            "delete": old,
        }

    def check(self, counters: dict[str, int], nodes: Counter[str], edges: Counter[str]) -> None:
        """Compare with what is stored, and go on from there."""
        assert not self.surprises
        stored = counters.get(f"counter-{self.number}", 0)
        assert stored in (self.acknowledged, self.sent), "an acknowledged request is lost, or one came from nowhere"
        for count in range(1, self.sent + 1):
            there = stored - 2 < count <= stored
            key = f"c{self.number}-{count}"
            assert (nodes[key], edges[key]) == ((BATCH, BATCH - 1) if there else (0, 0)), f"{key} is there by half"
        self.sent = self.acknowledged = stored


def _node(external_id: str, count: int) -> Json:
    source = {"source": _VIEW, "properties": {"name": external_id, "count": count}}
    return {"instanceType": "node", "space": "stock", "externalId": external_id, "sources": [source]}


def _edge(external_id: str, start: str, end: str) -> Json:
    ends = {"startNode": _reference(start), "endNode": _reference(end), "type": _reference("next")}
    return {"instanceType": "edge", "space": "stock", "externalId": external_id, **ends}


def _reference(external_id: str) -> Json:
    return {"space": "stock", "externalId": external_id}


@contextmanager
def served(file: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A process that serves the file, and a client of it. At the end the process is killed, if it still runs."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the process did not start"
        with httpx.Client(
            base_url=f"{address}/api/v1/projects/kill", headers={"Authorization": "Bearer secret"}, timeout=30
        ) as http:
            yield process, http
    finally:
        process.kill()
        process.communicate()


def _deploy(http: httpx.Client) -> None:
    properties = {"name": {"type": {"type": "text"}, "nullable": False}, "count": {"type": {"type": "int64"}}}
    index = {"indexType": "btree", "properties": ["name"], "cursorable": True}
    container = {"space": "plant", "externalId": "Part", "properties": properties, "indexes": {"byName": index}}
    mapped = {
        name: {"container": _reference_to_container(), "containerPropertyIdentifier": name} for name in properties
    }
    bodies: dict[str, list[Json]] = {
        "spaces": [{"space": "plant"}, {"space": "stock"}],
        "containers": [container],
        "views": [{"space": "plant", "externalId": "Part", "version": "v1", "properties": mapped}],
    }
    for path, items in bodies.items():
        _post(http, path, {"items": items})


def _reference_to_container() -> Json:
    return {"type": "container", "space": "plant", "externalId": "Part"}


def _post(http: httpx.Client, path: str, body: Json) -> Json:
    response = http.post(f"/models/{path}", json=body)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def _everything(http: httpx.Client, **body: Any) -> Iterator[Json]:
    cursor = None
    while True:
        page = _post(http, "instances/list", {**body, "cursor": cursor})
        yield from page["items"]
        cursor = page.get("nextCursor")
        if cursor is None:
            return


def _check(http: httpx.Client, clients: list[Client]) -> None:
    counters: dict[str, int] = {}
    nodes: Counter[str] = Counter()
    for item in _everything(http, sources=[{"source": _VIEW}]):
        properties = item["properties"]["plant"]["Part/v1"]
        assert properties["name"] == item["externalId"]
        if item["externalId"].startswith("counter-"):
            counters[item["externalId"]] = properties["count"]
            assert item["version"] == properties["count"], "a version was given twice or left out"
        else:
            nodes[item["externalId"].rpartition("-")[0]] += 1
    edges = Counter(
        item["externalId"].removesuffix("-edge").rpartition("-")[0] for item in _everything(http, instanceType="edge")
    )
    for client in clients:
        client.check(counters, nodes, edges)


def _check_file(file: Path) -> None:
    database = Database(file)
    with database.read() as connection:
        assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_every_acknowledged_request_survives_a_kill_whole(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    chance = random.Random(20_260)  # noqa: S311 - moments to kill at, the same in every run
    clients = [Client(number) for number in range(CLIENTS)]
    with served(file) as (_, http):
        _deploy(http)
    written = 0
    for _ in range(ROUNDS):
        with served(file) as (process, http):
            _check(http, clients)
            threads = [threading.Thread(target=client.write_until_killed, args=(http,)) for client in clients]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.05, 0.35))
            process.kill()
            for thread in threads:
                thread.join()
        written += sum(client.acknowledged for client in clients)
        _check_file(file)
    with served(file) as (_, http):
        _check(http, clients)
    assert written > 0, "nothing was acknowledged: the kill came too early every time"


def test_a_write_that_waits_for_its_turn_is_not_stored_when_the_process_dies(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    database = Database(file)
    with database.write() as connection:
        connection.execute("CREATE TABLE kept (value INTEGER)")
        connection.execute("INSERT INTO kept VALUES (1)")
    database.close()
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom pygen_emulator.storage.database import Database\n"
        "with Database(Path(sys.argv[1])).write() as connection:\n"
        "    connection.executemany('INSERT INTO kept VALUES (?)', ((n,) for n in range(200_000)))\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(file)], check=False).returncode == 9
    database = Database(file)
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone()[0] == 1
    database.close()
    _check_file(file)
