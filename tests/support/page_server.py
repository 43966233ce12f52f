"""A web page on this machine, with the identity provider that its visitors log in to."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class PageServer(ThreadingHTTPServer):
    """Serves the files of a folder.

    Attributes:
        origin: Scheme, host and port of the page.
        settings: What the page finds at `/settings.json`.
        token: What whoever has logged in gets.
        paths: What was asked for.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.settings: Mapping[str, str] = {}
        self.token = ""
        self.paths: list[str] = []
        self.challenges: dict[str, str] = {}


@contextmanager
def serve(folder: Path) -> Iterator[PageServer]:
    """Serve the folder while the block runs."""
    with PageServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    # The types that Windows knows may be others.
    extensions_map = {".html": "text/html", ".js": "text/javascript", "": "application/octet-stream"}  # noqa: RUF012

    @property
    def _page(self) -> PageServer:
        assert isinstance(self.server, PageServer)
        return self.server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._page.paths.append(parts.path)
        if parts.path == "/settings.json":
            self._json(200, dict(self._page.settings))
        elif parts.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """`/token`: a code, and the text of which only the digest came before, for a token (RFC 7636)."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        challenge = self._page.challenges.pop(form["code"][0], None)
        if challenge == urlsafe_b64encode(digest).rstrip(b"=").decode():
            self._json(200, {"access_token": self._page.token, "token_type": "Bearer", "expires_in": 3600})
        else:
            self._json(400, {"error": "invalid_grant"})

    def _authorize(self, query: dict[str, str]) -> None:
        """Send the browser back at once, as a provider does with somebody who is logged in already."""
        code = secrets.token_urlsafe()
        assert query["code_challenge_method"] == "S256"
        self._page.challenges[code] = query["code_challenge"]
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        self.end_headers()

    def _json(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
        """Say nothing."""
