"""Errors of the runtime, below ``pygen_client``'s one tree."""

from __future__ import annotations

from pygen_client import PygenError


class NotIncludedError(PygenError):
    """The object behind a reference was touched, but the read did not include it. Its id is there all the same."""


class UnexpectedAnswerError(PygenError):
    """The service gave an instance that does not fit its class, for example one without a required property.

    The message names the instance, the property and what to do.
    """


class CursorExpiredError(PygenError):
    """The cursor of a sync is older than the 3 days for which the service keeps what was deleted.

    Begin anew, or accept to miss deletions; ``on_expired`` of ``sync`` does either.
    """


class SchemaChangedError(PygenError):
    """The schema in the service is not the one that the SDK was generated from; the message tells the differences."""


class ContractError(PygenError, ImportError):
    """Generated code and runtime do not fit together. The message says which package and what to do."""
