"""What size costs the emulator, beside plain SQLite with the same rows: one run, ratios and figures.

Run ``python benchmarks/emulator_scale.py``; with ``--instances 20000 --check`` it takes seconds, and fails where a
ratio is over its limit. The emulator is a process of its own, with a file, spoken to over HTTP. Times are medians, so
that other work of the machine counts little. Plain SQLite has the same tables, indexes and settings, and writes the
same rows in transactions of the same size.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pygen_emulator.storage.database import Database

PAGE = 1000
LOOKUPS = 300
PASSES = 5
CLIENTS = 4
_SERVE = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from pygen_emulator import Emulator, serve
imported = time.perf_counter()
emulator = Emulator("scale", "secret", path=Path(sys.argv[1]))
def ready(cdf):
    print(cdf.base_url, time.perf_counter() - imported, flush=True)
serve(emulator, ready=ready)
"""
_VIEW = {"type": "view", "space": "plant", "externalId": "Pump", "version": "v1"}
_PROPERTIES: dict[str, dict[str, Any]] = {
    "name": {"type": {"type": "text"}, "nullable": False},
    "code": {"type": {"type": "text"}},
    "pressure": {"type": {"type": "float64"}},
    "stages": {"type": {"type": "int32"}},
    "active": {"type": {"type": "boolean"}},
    "inspected": {"type": {"type": "timestamp"}},
    "tags": {"type": {"type": "text", "list": True}},
    "site": {"type": {"type": "direct"}},
}
_INDEXES = {name: {"indexType": "btree", "properties": [name], "cursorable": True} for name in ("code", "pressure")}
Json = dict[str, Any]


@dataclass
class Report:
    """Lines for a person, and whether every ratio keeps its limit."""

    missed: list[str] = field(default_factory=list)

    def figure(self, name: str, value: str) -> None:
        print(f"  {name:58} {value}", flush=True)

    def ratio(self, name: str, value: float, limit: float, unit: str = "x") -> None:
        if value > limit:
            self.missed.append(name)
        self.figure(name, f"{value:8.2f} {unit} (limit {limit:g}){'' if value <= limit else '  MISSED'}")


class Service:
    """The endpoints of a served project, with the time that each call takes."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def post(self, path: str, content: bytes, **headers: str) -> tuple[float, httpx.Response]:
        begin = time.perf_counter()
        response = self._http.post(
            f"/models/{path}", content=content, headers={"Accept-Encoding": "identity", **headers}
        )
        taken = time.perf_counter() - begin
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status_code} {response.text}")
        return taken, response

    def pages(self, sort: Sequence[Json] = ()) -> Iterator[tuple[float, int]]:
        """The time and the size of each page of the list of all pumps."""
        cursor = None
        while True:
            taken, response = self.post("instances/list", _body(**_listing(), sort=list(sort), cursor=cursor))
            answer = response.json()
            yield taken, len(answer["items"])
            cursor = answer.get("nextCursor")
            if cursor is None:
                return


@contextmanager
def served(file: Path) -> Iterator[tuple[Service, float]]:
    """A process that serves the file, and the seconds from its imports to its first answer."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        address, started = process.stdout.readline().split() if process.stdout else ("", "0")
        headers = {"Authorization": "Bearer secret", "Content-Type": "application/json"}
        with httpx.Client(base_url=f"{address}/api/v1/projects/scale", headers=headers, timeout=120) as http:
            yield Service(http), float(started)
    finally:
        process.terminate()
        process.communicate()


def _body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def _listing() -> Json:
    return {"sources": [{"source": _VIEW}], "limit": PAGE}


def _deploy(service: Service) -> None:
    container = {"type": "container", "space": "plant", "externalId": "Pump"}
    mapped = {name: {"container": container, "containerPropertyIdentifier": name} for name in _PROPERTIES}
    definition = {"space": "plant", "externalId": "Pump", "properties": _PROPERTIES, "indexes": _INDEXES}
    view = {"space": "plant", "externalId": "Pump", "version": "v1", "properties": mapped}
    service.post("spaces", _body(items=[{"space": "plant"}, {"space": "stock"}]))
    service.post("containers", _body(items=[definition]))
    service.post("views", _body(items=[view]))


def _node(number: int) -> Json:
    properties = {
        "name": f"Pump {number}",
        "code": f"code-{number * 7919 % 1_000_003}",
        "pressure": number * 104_729 % 1_000_003 / 8,
        "stages": number % 9,
        "active": number % 2 == 0,
        "inspected": f"2025-09-{number % 28 + 1:02}T09:36:{number % 60:02}.170+00:00",
        "tags": ["water", "new"],
        "site": {"space": "stock", "externalId": f"pump-{number - number % PAGE}"},
    }
    source = {"source": _VIEW, "properties": properties}
    return {"instanceType": "node", "space": "stock", "externalId": f"pump-{number}", "sources": [source]}


def _load(service: Service, count: int) -> list[float]:
    """Write the pumps, a thousand in a request, and give the time of each request."""
    times = []
    for begin in range(0, count, PAGE):
        items = [_node(number) for number in range(begin, min(begin + PAGE, count))]
        times.append(service.post("instances", _body(items=items))[0])
    return times


def _lookup(number: int) -> bytes:
    item = {"instanceType": "node", "space": "stock", "externalId": f"pump-{number}"}
    return _body(items=[item], sources=[{"source": _VIEW}])


def _equality(number: int) -> bytes:
    value = f"code-{number * 7919 % 1_000_003}"
    return _body(**_listing(), filter={"equals": {"property": ["plant", "Pump/v1", "code"], "value": value}})


def _median(call: Callable[[int], float], numbers: Sequence[int]) -> float:
    return statistics.median(call(number) for number in numbers)


class Plain:
    """Plain SQLite with the first rows of an emulator's file: what writing and reading a thousand of them takes."""

    def __init__(self, file: Path, copy: Path, count: int) -> None:
        tables = ('"instance"', '"container plant:^Pump"')
        database = Database(file)
        with database.read() as source:
            statements = source.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
                " AND tbl_name IN ('instance', 'container plant:^Pump') ORDER BY type DESC"
            ).fetchall()
            self._rows = [
                [tuple(row) for row in source.execute(f"SELECT * FROM {table} ORDER BY id LIMIT ?", (count,))]  # noqa: S608
                for table in tables
            ]
        database.close()
        self._connection = sqlite3.connect(copy, isolation_level=None)
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {setting}")
        for (statement,) in statements:
            self._connection.execute(statement)
        self._inserts = [
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608
            for table, rows in zip(tables, self._rows, strict=True)
        ]
        join = f"{tables[0]} i JOIN {tables[1]} c ON c.id = i.id"
        self._select = f"SELECT * FROM {join} WHERE i.id > ? ORDER BY i.id LIMIT {PAGE}"  # noqa: S608

    def write(self, begin: int) -> float:
        start = time.perf_counter()
        self._connection.execute("BEGIN")
        for insert, rows in zip(self._inserts, self._rows, strict=True):
            self._connection.executemany(insert, rows[begin : begin + PAGE])
        self._connection.execute("COMMIT")
        return time.perf_counter() - start

    def read(self, begin: int) -> float:
        start = time.perf_counter()
        self._connection.execute(self._select, (begin,)).fetchall()
        return time.perf_counter() - start

    def close(self) -> None:
        self._connection.close()


def _beside_plain(report: Report, file: Path, folder: Path, count: int) -> None:
    """Both in turns, so that what else the machine does slows both."""
    print("Beside plain SQLite, both in turns")
    plain = Plain(file, folder / "plain.sqlite", count)
    with served(folder / "beside.sqlite") as (service, _):
        _deploy(service)
        writes, plain_writes = [], []
        for begin in range(0, count, PAGE):
            body = _body(items=[_node(number) for number in range(begin, begin + PAGE)])
            writes.append(service.post("instances", body)[0])
            plain_writes.append(plain.write(begin))
        passes = [
            [(taken, plain.read(position * PAGE)) for position, (taken, _) in enumerate(service.pages())]
            for _ in range(PASSES)
        ]
    plain.close()
    # The emulator and its client hand over to each other for each page, so other work delays them more than it delays
    # plain SQLite: what counts is the best time of each page, of both.
    reads = [min(taken for taken, _ in page) for page in zip(*passes, strict=True)]
    plain_reads = [min(taken for _, taken in page) for page in zip(*passes, strict=True)]
    report.ratio("writes", statistics.median(writes) / statistics.median(plain_writes), 5)
    report.ratio("reads", statistics.median(reads) / statistics.median(plain_reads), 4)
    halves = [[one[half] for page in passes for one in page] for half in (0, 1)]
    report.figure(
        "reads, by medians of all passes", f"{statistics.median(halves[0]) / statistics.median(halves[1]):8.2f}"
    )
    report.figure("plain inserts per second", f"{PAGE / statistics.median(plain_writes):8.0f}")
    report.figure("plain selects per second", f"{PAGE / statistics.median(plain_reads):8.0f}")


def _per_second(service: Service, path: str, bodies: Sequence[bytes]) -> float:
    """Requests per second with several clients at once."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda body: service.post(path, body), bodies))
    return len(bodies) / (time.perf_counter() - begin)


def _writing(report: Report, service: Service, count: int) -> None:
    print(f"Writing {count} instances of {len(_PROPERTIES)} properties, {PAGE} in a request")
    times = _load(service, count)
    tenth, last = max(5, len(times) // 100), max(10, len(times) // 10)
    report.ratio(
        f"per instance, the first {last * PAGE} to the first {tenth * PAGE}",
        statistics.median(times[:last]) / statistics.median(times[:tenth]),
        1.5,
    )
    report.ratio(
        f"per instance, the last {tenth * PAGE} to the first {tenth * PAGE}",
        statistics.median(times[-tenth:]) / statistics.median(times[:tenth]),
        3,
    )
    report.figure("instances per second", f"{PAGE / statistics.median(times):8.0f}")


def _reading(report: Report, service: Service, count: int) -> None:
    print("Paging through all of them")
    unsorted: list[float] = []
    sorts: dict[str, list[Json]] = {
        "in the order of storing": [],
        "ascending by an indexed property": [{"property": ["plant", "Pump/v1", "pressure"]}],
        "descending by an indexed property": [
            {"property": ["plant", "Pump/v1", "pressure"], "direction": "descending"}
        ],
    }
    for name, sort in sorts.items():
        times = [taken for taken, _ in service.pages(sort)]
        unsorted = unsorted or times
        few = max(5, len(times) // 20)
        deep = int(len(times) * 0.9) - few // 2
        report.ratio(
            f"a page at depth {deep * PAGE} to the first, {name}",
            statistics.median(times[deep : deep + few]) / statistics.median(times[:few]),
            1.5,
        )
    compressed = statistics.median(
        service.post("instances/list", _body(**_listing()), **{"Accept-Encoding": "gzip"})[0] for _ in range(20)
    )
    report.figure("instances per second", f"{PAGE / statistics.median(unsorted):8.0f}")
    report.figure("instances per second, compressed", f"{PAGE / compressed:8.0f}")
    step = max(1, count // LOOKUPS)
    numbers = range(0, count, step)
    for warm in (_lookup(0), _lookup(1)):
        service.post("instances/byids", warm)
    by_id = _median(lambda number: service.post("instances/byids", _lookup(number))[0], numbers)
    equal = _median(lambda number: service.post("instances/list", _equality(number))[0], numbers)
    report.ratio("an equality filter on an indexed property to a lookup by id", equal / by_id, 3)
    report.figure("lookups by id per second, one client", f"{1 / by_id:8.0f}")
    lookups = [_lookup(number) for number in numbers]
    report.figure(
        f"lookups by id per second, {CLIENTS} clients", f"{_per_second(service, 'instances/byids', lookups):8.0f}"
    )
    writes = [_body(items=[_node(number)]) for number in range(count, count + len(numbers))]
    report.figure(
        f"writes of one instance per second, {CLIENTS} clients", f"{_per_second(service, 'instances', writes):8.0f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--instances", type=int, default=1_000_000, help="how many, at least 10,000 (default 1,000,000)"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 where a ratio is over its limit")
    arguments = parser.parse_args()
    count = max(arguments.instances, 10 * PAGE) // PAGE * PAGE
    report = Report()
    with tempfile.TemporaryDirectory(prefix="emulator-scale-") as folder:
        file = Path(folder, "cdf.sqlite")
        with served(file) as (service, _):
            _deploy(service)
            _writing(report, service, count)
            _reading(report, service, count)
        print("Starting")
        starts = {path: min(_start(path) for _ in range(3)) for path in (file, Path(folder, "empty.sqlite"))}
        full, empty = starts.values()
        report.ratio(f"with {count} instances, more than with an empty file", full - empty, 1, "s")
        report.figure("with an empty file", f"{empty:8.2f} s")
        _beside_plain(report, file, Path(folder), min(count, 50 * PAGE))
    if report.missed:
        print(f"Over the limit: {'; '.join(report.missed)}")
    return int(arguments.check and bool(report.missed))


def _start(file: Path) -> float:
    with served(file) as (_, seconds):
        return seconds


if __name__ == "__main__":
    raise SystemExit(main())
