"""Every error that Pygen raises at run time, as one tree under :class:`PygenError`.

No message, repr or attribute of these holds a token or a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


class PygenError(Exception):
    """Whatever goes wrong in Pygen at run time."""


class PygenValidationError(PygenError, ValueError):
    """A value that was given cannot be used; nothing was sent."""


class PygenConnectionError(PygenError):
    """No answer came: the host could not be reached or the connection broke.

    Attributes:
        may_have_arrived: Whether the service may have received and carried out the request all the same, at this try or
            an earlier one.
        tried: What became of each try, in order: ``status 503``, or the name of an error.
    """

    def __init__(self, message: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived
        self.tried: tuple[str, ...] = ()


class PygenTimeoutError(PygenConnectionError):
    """No answer came in time, within the timeouts of the client or before a deadline of the caller."""

    def __str__(self) -> str:
        message = super().__str__()
        if not self.tried:
            return message
        times = "once" if len(self.tried) == 1 else f"{len(self.tried)} times"
        return f"{message}. Tried {times}: {', '.join(self.tried)}"


class DeadlineExceededError(PygenTimeoutError):
    """The deadline of the caller has passed, or is too soon for what would come next."""


class UnreadableAnswerError(PygenError, ValueError):
    """An answer is not what the service promises, for example a proxy's page instead of JSON."""


class OAuth2Error(PygenError):
    """The identity provider gave no token.

    Attributes:
        error: Its error code, such as ``invalid_client``, if it gave one.
    """

    def __init__(self, message: str, *, error: str | None = None) -> None:
        super().__init__(message)
        self.error = error


_ADVICE = {
    "One or more spaces do not exist": ". Create the space, or name one that this project has",
    "One or more views do not exist": ". Check that this project has the data model, in this version",
}
"""What to do about refusals whose text alone tells them apart (behaviour.md section 20)."""


class PygenAPIError(PygenError):
    """The service answered with an error.

    Attributes:
        status: HTTP status.
        code: Code in the body; the service repeats the status there.
        message: What the service said.
        request_id: The service's id of the request, for its support.
        missing: Ids that do not exist, where the service lists them.
        duplicated: Ids that exist already or were given twice, where the service lists them.
    """

    hint: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int | None = None,
        request_id: str | None = None,
        missing: Sequence[dict[str, Any]] = (),
        duplicated: Sequence[dict[str, Any]] = (),
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.missing = list(missing)
        self.duplicated = list(duplicated)
        super().__init__(message)

    def __str__(self) -> str:
        parts = [f"{self.message} (status {self.status}"]
        if self.request_id:
            parts.append(f", request {self.request_id}")
        parts.append(")")
        for name, ids in (("missing", self.missing), ("duplicated", self.duplicated)):
            if ids:
                more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
                parts.append(f"; {name}: {', '.join(map(str, ids[:3]))}{more}")
        return "".join(parts) + (f". {self.hint}" if self.hint else "")


class BadRequestError(PygenAPIError):
    """400: the request is not what the service takes."""

    def __str__(self) -> str:
        # The service says so of what was never there as of what lies in another project.
        advice = next((advice for said, advice in _ADVICE.items() if said in self.message), "")
        return super().__str__() + advice


class AuthenticationError(PygenAPIError):
    """401: the token is missing, wrong or expired, or has no access to the project."""

    hint = "Check that the token is valid and belongs to this project"


class PermissionDeniedError(PygenAPIError):
    """403: the token is valid but lacks a right."""

    hint = "Ask for dataModelsAcl (schema) or dataModelInstancesAcl (instances) in the spaces you use"


class NotFoundError(PygenAPIError):
    """404: there is nothing at this address."""

    hint = "Check the base URL and the project"


class RequestTimeoutError(PygenAPIError):
    """408: the service gave up on a request that was too heavy."""

    hint = "Ask for less at once: a smaller limit, fewer includes, a filter that an index supports"


class ConflictError(PygenAPIError):
    """409: the request conflicts with what is stored, for example a version that is newer."""


class TooManyRequestsError(PygenAPIError):
    """429: too many requests, still so after all retries."""

    hint = "Lower the concurrency limits of the client or try again later"


class ServerError(PygenAPIError):
    """5xx: the service failed, still so after all retries."""


_BY_STATUS: dict[int, type[PygenAPIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: RequestTimeoutError,
    409: ConflictError,
    429: TooManyRequestsError,
}


def error_class(status: int) -> type[PygenAPIError]:
    """The error class of a status."""
    return _BY_STATUS.get(status, ServerError if status >= 500 else PygenAPIError)


@dataclass(frozen=True, slots=True)
class FailedRequest:
    """One request of several that failed, with what it carried."""

    items: list[Any]
    error: Exception


@dataclass(eq=False)
class MultiRequestError(PygenError):
    """Some of several requests failed. Every item is in exactly one of the four lists.

    Attributes:
        succeeded: What the service answered for the items that went through.
        failed: Requests that the service refused: nothing of them was applied.
        unknown: Requests whose answer was lost: they may have been applied. Read the items to know, or send them again.
        not_sent: Items that were not sent, because an earlier request failed.
    """

    succeeded: list[Any] = field(default_factory=list[Any])
    failed: list[FailedRequest] = field(default_factory=list[FailedRequest])
    unknown: list[FailedRequest] = field(default_factory=list[FailedRequest])
    not_sent: list[Any] = field(default_factory=list[Any])

    def __str__(self) -> str:
        lost = [*self.failed, *self.unknown]
        counts = (
            f"{len(self.succeeded)} succeeded, {sum(len(one.items) for one in self.failed)} failed, "
            f"{sum(len(one.items) for one in self.unknown)} unknown, {len(self.not_sent)} not sent"
        )
        return f"{counts}. First error: {lost[0].error}" if lost else counts
