"""A page on this machine to which the identity provider sends the browser back (RFC 8252)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pygen_client.core.secret import Secret
from pygen_client.errors import OAuth2Error

_PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1><p>{1}</p>"


@dataclass(frozen=True, slots=True)
class Redirect:
    """What the browser brought back: a code, or an error of the provider."""

    code: Secret | None
    error: str | None = None
    description: str | None = None


class _Server(ThreadingHTTPServer):
    """One thread a connection: browsers open some in advance that never ask anything."""

    def server_bind(self) -> None:
        # The class above looks its own name up here, which takes seconds on machines without a name service.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])


class LoopbackServer:
    """Waits on 127.0.0.1, in a thread of its own, for one redirect that knows the state. Others are turned away.

    Args:
        port: Port to listen on; 0 takes a free one.
        state: What the redirect must repeat.

    Raises:
        OAuth2Error: The port is taken.
    """

    def __init__(self, port: int, state: Secret) -> None:
        self.redirect: Redirect | None = None
        self._state = state
        try:
            self._server = _Server(("127.0.0.1", port), self._handler())
        except OSError as error:
            raise OAuth2Error(
                f"Cannot wait for the login on 127.0.0.1:{port} ({error.strerror}). "
                "Give another port, or 0 for a free one"
            ) from error
        self.port: int = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="pygen-login", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5.0  # seconds for a browser that connects and says nothing

            def do_GET(self) -> None:
                accepted = server._take(self.path)
                title, text = _CAME_BACK if accepted else _UNKNOWN
                page = _PAGE.format(title, text).encode()
                self.send_response(200 if accepted else 400)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in the class above
                """Says nothing: the address of the request holds the code."""

        return Handler

    def _take(self, path: str) -> bool:
        """Keep what a request brings, if it knows the state."""
        fields = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if not compare_digest(fields.get("state", "").encode(), self._state.reveal().encode()):
            return False
        if self.redirect is None:
            code, error = fields.get("code"), fields.get("error")
            self.redirect = Redirect(
                Secret(code) if code and not error else None,
                error if error or code else "no code came back",
                fields.get("error_description"),
            )
        return True


_CAME_BACK = ("You can close this page", "The program that asked for the login goes on.")
_UNKNOWN = ("Not the login that is waited for", "Begin again from the program.")
