"""Holds every answer of every emulator in this process to the official document.

The root ``conftest.py`` turns it on for the whole test run: :func:`watch` puts :class:`Validation` around each
application that is built, and a test during which an answer left the document fails.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import jsonschema_rs
import openapi_document
from pygen_emulator.http import app as emulator_app
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROJECT_PATH = re.compile(r"/api/v1(?:/projects/[^/]+)?(?P<path>/.*?)/?")
_SHOWN = 5


class Answers:
    """What was answered so far: how often, and what of it was outside the document."""

    def __init__(self) -> None:
        self.count: Counter[tuple[str, str, int]] = Counter()
        """Answers by method, path and status."""
        self.violations: list[str] = []

    def check(self, method: str, path: str, status: int, content: bytes) -> None:
        """Count an answer and compare it with the document.

        Args:
            method: HTTP method of the request.
            path: Path relative to the project.
            status: Status of the answer.
            content: Its body, not compressed.
        """
        self.count[method, path, status] += 1
        validator = _validator(method, path, status)
        if validator is None:
            self.violations.append(f"{method} {path} answered {status}, which is in no document")
            return
        try:
            body = json.loads(content)
        except ValueError:
            self.violations.append(f"{method} {path} answered {status} without JSON: {content[:200]!r}")
            return
        # A field that is wrong makes the fields beside it look unknown, so the deepest place comes first.
        errors = sorted(validator.iter_errors(body), key=lambda error: -len(error.instance_path))
        for error in errors[:_SHOWN]:
            place = "/".join(str(step) for step in error.instance_path)
            self.violations.append(
                f"{method} {path} answered {status}, wrong at {place or 'its root'}: {error.message}"
            )


class Validation:
    """An ASGI application that passes everything on and checks each complete answer to a documented operation.

    Args:
        app: The application whose answers are checked.
        answers: Takes what is found.
    """

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        self._app = app
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = _PROJECT_PATH.fullmatch(scope.get("path", ""))
        if scope["type"] != "http" or scope["method"] == "HEAD" or known is None:
            await self._app(scope, receive, send)
            return
        start: Message = {}
        chunks: list[bytes] = []

        async def observe(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    content = b"".join(chunks)
                    if (b"content-encoding", b"gzip") in start["headers"]:
                        content = gzip.decompress(content)
                    self._answers.check(scope["method"], known["path"], start["status"], content)
            await send(message)

        await self._app(scope, receive, observe)


@contextmanager
def watch() -> Iterator[Answers]:
    """Check every answer of the emulators that are made inside the block."""
    answers = Answers()
    build = emulator_app.build

    def build_with_validation(*arguments: Any, **options: Any) -> ASGIApp:
        return Validation(build(*arguments, **options), answers)

    emulator_app.build = build_with_validation
    try:
        yield answers
    finally:
        emulator_app.build = build


@lru_cache(maxsize=512)
def _validator(method: str, path: str, status: int) -> jsonschema_rs.Draft202012Validator | None:
    schema = openapi_document.answer_schema(method, path, status)
    if schema is None:
        if status not in UNDOCUMENTED_STATUSES:
            return None
        schema = openapi_document.error_schema()
    return jsonschema_rs.Draft202012Validator(schema)


UNDOCUMENTED_STATUSES = {
    401: "no valid access (behaviour.md section 20)",
    403: "no rights, or a space of the service itself (section 20)",
    404: "no such path",
    405: "no such method",
    408: "a query that took too long (section 20)",
    409: "conflicts with what is stored, where the document lists 400 only",
    429: "throttled (sections 20, 21)",
    501: "an operation or option that is not simulated",
}
"""Statuses that the document lists for no operation, or not for all, with an error body of the documented form."""
