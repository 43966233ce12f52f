"""An address of this machine at which an emulator answers, and where every request is written down.

::

    with recording_proxy.record(emulator) as proxy:
        ...  # requests to proxy.url
    proxy.requests

`POST /next` begins a new part of the record, so that requests can be told apart by what made them.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from pygen_emulator import Emulator

_PASSED_ON = ("authorization", "content-type", "content-encoding")


@dataclass(frozen=True)
class Request:
    """A request as it was sent: its body decoded, whatever its bytes were."""

    method: str
    path: str
    body: Any


class Proxy(ThreadingHTTPServer):
    """Passes requests on.

    Attributes:
        url: Where it listens.
        requests: What was sent, in the order of arrival, in parts.
    """

    def __init__(self, service: httpx.Client) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.requests: list[list[Request]] = []
        self.service = service


@contextmanager
def record(emulator: Emulator) -> Iterator[Proxy]:
    """Listen while the block runs, in front of an emulator without a port of its own."""
    with (
        httpx.Client(transport=emulator.transport(), base_url=emulator.base_url, timeout=60) as service,
        Proxy(service) as proxy,
    ):
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        proxy = self.server
        assert isinstance(proxy, Proxy)
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/next":
            proxy.requests.append([])
            self._answer(204, b"", "text/plain")
            return
        plain = gzip.decompress(content) if self.headers.get("Content-Encoding") == "gzip" else content
        proxy.requests[-1].append(Request(self.command, self.path, json.loads(plain)))
        headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        answer = proxy.service.post(self.path, content=content, headers=headers)
        self._answer(answer.status_code, answer.content, answer.headers["content-type"])

    def _answer(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
        """Say nothing."""
