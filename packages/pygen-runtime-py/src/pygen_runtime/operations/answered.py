"""What answers to writes and deletes say of instances. What decides which outcome is told is not taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pygen_runtime.operations.account import Key


def key_in(answer: Mapping[str, Any]) -> Key:
    """The instance that an item of an answer is about.

    Raises:
        TypeError: It names none.
        KeyError: It lacks a part of its name.
    """
    kind, space, external_id = answer["instanceType"], answer["space"], answer["externalId"]
    if kind not in ("node", "edge") or type(space) is not str or type(external_id) is not str:
        raise TypeError("an item names no instance")
    return kind, space, external_id


def was_modified(answer: Mapping[str, Any]) -> bool:
    """Whether an item of the answer to a write says that it changed something, and when.

    Raises:
        TypeError: It does not say so.
        KeyError: It lacks a part of that.
    """
    modified, times = answer["wasModified"], (answer["createdTime"], answer["lastUpdatedTime"])
    if type(modified) is not bool or any(type(time) is not int for time in times):
        raise TypeError("an item does not say whether it was modified, and when")
    return modified
