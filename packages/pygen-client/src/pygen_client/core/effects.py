"""Operations and the effects they ask for.

An operation is a generator: it yields effects (send this request, sleep, run these together), receives what they gave,
and returns a value. It does no I/O itself, so the same operation runs under the synchronous and the asynchronous
driver, and a test can step through it by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar, Union, cast

from pygen_client.core.hooks import RetryEvent
from pygen_client.errors import UnreadableAnswerError

T = TypeVar("T")


class OperationClass(Enum):
    """What a request does to the service. Each class has its own limit of concurrent requests."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    SEARCH = "search"
    AGGREGATE = "aggregate"
    QUERY = "query"
    SCHEMA = "schema"
    AUTH = "auth"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Headers and body stay out of the repr: they can hold secrets.

    ``attempt`` is 1 for the first try. ``deadline`` is the time, by the driver's clock, at which nobody wants the
    answer any more.
    """

    method: str
    url: str
    operation_class: OperationClass
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    params: tuple[tuple[str, str], ...] = ()
    content: bytes | None = field(default=None, repr=False)
    attempt: int = 1
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, its body read and decompressed. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def request_id(self) -> str | None:
        """The service's id of the request, for its support."""
        return self.headers.get("x-request-id")

    def json(self) -> Any:
        """The decoded body; ``UnreadableAnswerError`` (a ``ValueError`` too) if it is not JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            pass
        # Raised here, so that the body is not among what a traceback shows.
        raise UnreadableAnswerError(
            f"The answer (status {self.status}, request {self.request_id or 'without id'}) is not JSON but "
            f"{self.headers.get('content-type', 'of no declared type')}. Check the base URL, and proxies on the way"
        )


RawResponse: TypeAlias = Response
"""What ``client.request`` gives."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send one request. Gives a :class:`Response`, or raises a ``PygenConnectionError`` in the operation."""

    request: Request


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait for some seconds."""

    seconds: float


class Now:
    """Give the driver's clock in seconds; only differences mean something."""


class Random:
    """Give a random number from 0 (included) to 1 (excluded)."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The operation returned this value."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The operation raised this error."""

    error: Exception


class NotStarted:
    """The operation did not run, because an earlier one failed."""


Outcome: TypeAlias = Union[Done[T], Failed, NotStarted]


@dataclass(frozen=True, slots=True)
class Gather:
    """Run operations together, as many at once as their class allows. Gives one outcome each, in order."""

    operations: Sequence[Operation[Any]]
    operation_class: OperationClass
    stop_on_error: bool


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Run an operation while nobody else of this driver runs one with the same key. Gives what it returns.

    Whoever has waited until ``deadline``, by the driver's clock, gets a ``DeadlineExceededError``.
    """

    key: Hashable
    start: Callable[[], Operation[Any]]
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the hooks of the client that a request will be sent again."""

    event: RetryEvent


Effect: TypeAlias = Union[Send, Sleep, Now, Random, Gather, Exclusive, Tell]
Operation: TypeAlias = Generator[Effect, Any, T]


def send(request: Request) -> Operation[Response]:
    return cast(Response, (yield Send(request)))


def sleep(seconds: float) -> Operation[None]:
    yield Sleep(seconds)


def now() -> Operation[float]:
    return cast(float, (yield Now()))


def random() -> Operation[float]:
    return cast(float, (yield Random()))


def gather(
    operations: Sequence[Operation[T]], operation_class: OperationClass, *, stop_on_error: bool = False
) -> Operation[list[Outcome[T]]]:
    """Run operations together and give one outcome each, in their order.

    With ``stop_on_error`` none starts after one has failed; those that run are waited for.
    """
    return cast("list[Outcome[T]]", (yield Gather(operations, operation_class, stop_on_error)))


def exclusive(key: Hashable, start: Callable[[], Operation[T]]) -> Operation[T]:
    """Run one operation at a time for each key; ``start`` is called when it is this one's turn."""
    return cast(T, (yield Exclusive(key, start)))


def tell(event: RetryEvent) -> Operation[None]:
    yield Tell(event)
