"""What a refused request says of the instances that it carried."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pygen_client import PygenAPIError, UnreadableAnswerError
from pygen_client.core import is_too_heavy
from pygen_client.core.paging import may_have_been_applied

from pygen_runtime.operations.account import Account, Key, Loss

_ABOUT_ITEMS = frozenset({400, 404, 409, 422})
"""Statuses with which the service refuses what a request says, and not the request (behaviour.md section 21)."""

_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`")


def is_about_items(error: Exception) -> bool:
    """Whether the same request without some of its items may go through."""
    return isinstance(error, PygenAPIError) and error.status in _ABOUT_ITEMS


def is_about_missing(error: Exception) -> bool:
    """Whether the service may take the same request when more exists: its message says so (behaviour.md section 10)."""
    return isinstance(error, PygenAPIError) and is_about_items(error) and "exist" in error.message


def is_version_conflict(error: Exception) -> bool:
    """Whether a stored version is newer than the one that was given; 409, to older clients 400 (section 20)."""
    return isinstance(error, PygenAPIError) and is_about_items(error) and "version conflict" in error.message.lower()


def named(error: Exception, keys: Sequence[Key]) -> set[Key]:
    """Those of some instances that the service names in its message or its lists."""
    if not isinstance(error, PygenAPIError):
        return set()
    texts = {text for found in _QUOTED.findall(error.message) for text in found if text}
    texts |= {f"{one.get('space')}:{one.get('externalId')}" for one in (*error.missing, *error.duplicated)}
    return {key for key in keys if key[2] in texts or f"{key[1]}:{key[2]}" in texts}


def smaller(keys: Sequence[Key], error: Exception, *, isolate: bool) -> list[list[Key]]:
    """How to divide a request that was refused so that a part of it may go through; nothing if there is no way.

    Args:
        keys: What the request carried.
        error: Why it was refused.
        isolate: Whether what is wrong is to be found, so that all the rest goes through.
    """
    if len(keys) < 2 or not (is_too_heavy(error) or (isolate and is_about_items(error))):
        return []
    wrong = named(error, keys) if isolate else set()
    if 0 < len(wrong) < len(keys):
        return [[key for key in keys if key in wrong], [key for key in keys if key not in wrong]]
    middle = (len(keys) + 1) // 2
    return [list(keys[:middle]), list(keys[middle:])]


def record_loss(account: Account, keys: Sequence[Key], error: Exception, *, guarded: bool) -> None:
    """Keep account of a request that did not go through.

    Args:
        account: Where it is written.
        keys: What the request carried.
        error: What the service said, or why there was no answer.
        guarded: Whether something in the request has an ``existing_version``.
    """
    lost = may_have_been_applied(error) or isinstance(error, UnreadableAnswerError)
    at_fault = set(keys) if len(keys) == 1 else named(error, keys)
    conflict = guarded and is_version_conflict(error)
    for keys_of, fault in ((at_fault, True), ([key for key in keys if key not in at_fault], False)):
        account.record(keys_of, "unknown" if lost else "failed", Loss(error, fault, fault and conflict))
