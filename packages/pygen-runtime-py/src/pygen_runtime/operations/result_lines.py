"""Results as lines of JSON, one an instance, so that a write can be gone on with in another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pydantic_core import from_json, to_json
from pygen_client import PygenAPIError, PygenConnectionError, PygenError, PygenValidationError
from pygen_client.errors import error_class


class Why(Protocol):
    """Why an instance did not go through."""

    @property
    def error(self) -> Exception: ...
    @property
    def at_fault(self) -> bool: ...
    @property
    def is_conflict(self) -> bool: ...


class Line(NamedTuple):
    """What one line tells."""

    key: tuple[str, str, str]
    outcome: str
    why: Why | None


class ReadError(NamedTuple):
    """What a line tells of an error."""

    error: Exception
    at_fault: bool
    is_conflict: bool


def write_lines(path: str | Path, lines: Iterable[Line]) -> None:
    """Write a file anew, whole or not at all. Of errors it holds what they say, which is never a secret."""
    target = Path(path)
    # What an earlier call has left is all that tells what was sent: it stays until there is something better.
    partial = target.with_name(f"{target.name}.partial")
    with partial.open("wb") as file:
        for (kind, space, external_id), outcome, why in lines:
            line: dict[str, Any] = {"instanceType": kind, "space": space, "externalId": external_id, "outcome": outcome}
            if why is not None:
                line["error"] = _dumped(why)
            file.write(to_json(line) + b"\n")
    partial.replace(target)


def read_lines(path: str | Path, outcomes: Sequence[str]) -> Iterator[Line]:
    """The lines of a file.

    Raises:
        PygenValidationError: A line has another form, or an outcome that is not among these.
    """
    with Path(path).open("rb") as file:
        for number, text in enumerate(file, 1):
            try:
                line = from_json(text)
                key = (line["instanceType"], line["space"], line["externalId"])
                outcome, error = line["outcome"], line.get("error")
                why = None if error is None else _loaded(error)
            except (ValueError, KeyError, TypeError, AttributeError):
                why, outcome, key = None, "", ("", "", "")
            if outcome not in outcomes or key[0] not in ("node", "edge"):
                raise PygenValidationError(
                    f"Line {number} of {path} is not that of a result with {', '.join(outcomes)}"
                )
            yield Line(key, outcome, why)


def _dumped(why: Why) -> dict[str, Any]:
    error = why.error
    dumped: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    if isinstance(error, PygenAPIError):
        dumped |= {"message": error.message, "status": error.status, "requestId": error.request_id}
    if isinstance(error, PygenConnectionError):
        dumped["mayHaveArrived"] = error.may_have_arrived
    return {**dumped, "atFault": why.at_fault, "isConflict": why.is_conflict}


def _loaded(error: dict[str, Any]) -> ReadError:
    message = str(error["message"])
    found: Exception
    if "status" in error:
        status = int(error["status"])
        found = error_class(status)(message, status=status, request_id=error.get("requestId"))
    elif "mayHaveArrived" in error:
        found = PygenConnectionError(message, may_have_arrived=bool(error["mayHaveArrived"]))
    else:
        found = PygenError(message)
    return ReadError(found, bool(error.get("atFault")), bool(error.get("isConflict")))
