"""A static service on the loopback: recorded pages, no data base behind them, and a delay of its own for each answer.

    python benchmarks/against_v1/plant_server.py --latency 50

It prints its address on the first line, and ends with its standard input.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from functools import cache
from gzip import decompress
from typing import Any

import plant

STORED = 100_000
"""Pumps that differ. A longer read goes through them again."""
BLOCK = 1000

Json = dict[str, Any]


@cache
def _block(kind: str, number: int) -> bytes:
    make, size = (plant.pump, BLOCK) if kind == "pump" else (plant.site, BLOCK // plant.PUMPS_OF_A_SITE)
    return b",".join(make(one) for one in range(number * size, (number + 1) * size))


def items(kind: str, start: int, count: int) -> bytes:
    """The pumps from a number on; or the sites of these pumps. Whole blocks cost nothing."""

    def parts() -> Iterator[bytes]:
        first, at = start % STORED, 0
        if kind == "pump" and (first % BLOCK or count % BLOCK):
            yield from (plant.pump((first + one) % STORED) for one in range(count))
            return
        while at < count:
            yield _block(kind, (first + at) % STORED // BLOCK)
            at += BLOCK

    return b",".join(parts())


class Service:
    """Answers requests. ``total`` is how many pumps there seem to be."""

    def __init__(self, total: int) -> None:
        self._total = total
        # Before anybody asks: whoever came first would wait for them, and adapt to it.
        for number in range(-(-min(total, STORED) // BLOCK)):
            _block("pump", number)
            _block("site", number)
        self._pages: dict[tuple[str, int, int], bytes] = {}
        self._known: dict[tuple[str, bytes], bytes] = {}

    def answer(self, path: str, body: bytes) -> bytes:
        """The body of the answer to a request. A long one that came before is answered as it was then, at no cost."""
        if not path.endswith(("/models/instances", "/models/instances/delete", "/models/instances/byids")):
            return self._made(path, body)
        known = self._known.get((path, body))
        if known is None:
            known = self._known[path, body] = self._made(path, body)
        return known

    def _made(self, path: str, body: bytes) -> bytes:
        request: Json = json.loads(body) if body else {}
        match path.partition("?")[0].partition("/models/")[2].removeprefix("instances"):
            case "/list":
                start, count = self._range(request.get("cursor"), request.get("limit", 1000))
                cursor = self._next(start + count)
                tail = b"" if cursor is None else b',"nextCursor":"%d"' % cursor
                return b'{"items":[' + self._page("pump", start, count) + b"]" + tail + b"}"
            case "/query":
                return self._query(request)
            case "/byids":
                numbers = [int(one["externalId"].rpartition("_")[2]) for one in request["items"]]
                return b'{"items":[' + self._page("pump", numbers[0], len(numbers)) + b"]}"
            case "/search":
                return b'{"items":[' + self._page("pump", *self._range(None, request.get("limit", 1000))) + b"]}"
        return json.dumps({"items": self._told(path, request)}).encode()

    def _told(self, path: str, request: Json) -> list[Json]:
        """The items of answers that do not hold pumps."""
        match path.partition("?")[0].partition("/models/")[2].removeprefix("instances"):
            case "/aggregate":
                # Version 1 asks how many there are, to tell its progress.
                counted = {"aggregate": "count", "property": "externalId", "value": self._total}
                return [{"instanceType": "node", "aggregates": [counted]}]
            case "/delete":
                return [
                    {name: one[name] for name in ("instanceType", "space", "externalId")} for one in request["items"]
                ]
            case "":
                return self._written(request)
            case "datamodels/byids":
                return [plant.data_model()]
            case "views/byids":
                wanted = {one["externalId"] for one in request["items"]}
                return [view for view in plant.data_model()["views"] if view["externalId"] in wanted]
        raise LookupError(path)

    def _query(self, request: Json) -> bytes:
        expressions: Json = request["with"]
        root = next(name for name, one in expressions.items() if "from" not in (one.get("nodes") or {}))
        cursor = (request.get("cursors") or {}).get(root)
        start, count = self._range(cursor, expressions[root].get("limit", 100))
        following = self._next(start + count)
        sets = [
            b'"%s":[%s]' % (name.encode(), self._page("pump" if name == root else "site", start, count))
            for name in request["select"]
        ]
        cursors = "" if following is None else f'"{root}":"{following}"'
        return b'{"items":{' + b",".join(sets) + b'},"nextCursor":{' + cursors.encode() + b"}}"

    @staticmethod
    def _written(request: Json) -> list[Json]:
        return [
            {
                "instanceType": one["instanceType"],
                "space": one["space"],
                "externalId": one["externalId"],
                "version": 1,
                "wasModified": True,
                "createdTime": 0,
                "lastUpdatedTime": 0,
            }
            for one in request["items"]
        ]

    def _range(self, cursor: str | None, limit: int) -> tuple[int, int]:
        start = int(cursor or 0)
        return start, min(limit, self._total - start)

    def _next(self, end: int) -> int | None:
        return end if end < self._total else None

    def _page(self, kind: str, start: int, count: int) -> bytes:
        key = (kind, start % STORED, count)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = items(*key)
        return page


class Connection(asyncio.Protocol):
    """One connection that stays open: requests one after the other, each answered after a delay."""

    def __init__(self, service: Service, latency: float) -> None:
        self._service = service
        self._latency = latency
        self._received = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            path, headers = self._head(self._received[:end].decode("latin-1"))
            begin = end + 4
            size = int(headers.get("content-length", 0))
            if len(self._received) < begin + size:
                return
            body, self._received = self._received[begin : begin + size], self._received[begin + size :]
            if headers.get("content-encoding") == "gzip":
                body = decompress(body)
            content = self._service.answer(path, body)
            asyncio.get_running_loop().call_later(self._latency, self._send, content)

    def _send(self, content: bytes) -> None:
        if not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(content)
            self._transport.write(head)
            self._transport.write(content)

    @staticmethod
    def _head(text: str) -> tuple[str, dict[str, str]]:
        first, *lines = text.split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return first.split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs}


async def serve(total: int, latency: float) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    service = Service(total)
    server = await loop.create_server(lambda: Connection(service, latency), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0, help="milliseconds of delay for each answer")
    parser.add_argument("--total", type=int, default=STORED, help="how many pumps there seem to be")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.total, arguments.latency / 1000))


if __name__ == "__main__":
    main()
