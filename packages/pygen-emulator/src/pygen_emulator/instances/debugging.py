"""What ``debug`` in a request asks for, and the notices that answer it.

The notices are those of the official document that can be justified here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.requests import Debug, Sort

Notice = dict[str, Any]


def check(debug: Debug | None) -> None:
    """Refuse what only the alpha version of the service can do."""
    if debug is None:
        return
    alpha = {
        "includeTranslatedQuery": debug.include_translated_query,
        "includePlan": debug.include_plan,
        "includeLlmPrompt": debug.include_llm_prompt,
    }
    for name, wanted in alpha.items():
        if wanted:
            raise ApiError(501, f"Not simulated: debug.{name}")


def emits(debug: Debug | None) -> bool:
    """Whether the answer is to hold instances."""
    return debug is None or debug.emit_results is not False


def option_notices(debug: Debug) -> list[Notice]:
    """What is wrong with the options themselves."""
    if debug.timeout is None or debug.emit_results is False:
        return []
    return [
        {
            "code": "noTimeoutWithResults",
            "category": "invalidDebugOptions",
            "level": "warning",
            "hint": "The timeout is ignored: it needs emitResults=false.",
        }
    ]


def sort_not_backed(sort: Sequence[Sort], result_set: str) -> Notice:
    """The sort of a result set has no index that could be read in its order."""
    return {
        "code": "sortNotBackedByIndex",
        "category": "sorting",
        "level": "warning",
        "grade": "C",
        "hint": "No cursorable btree index has these properties first, in this order.",
        "sort": [item.model_dump(by_alias=True, exclude_none=True) for item in sort],
        "resultExpression": result_set,
    }


def unindexed_through(path: Sequence[str], result_set: str) -> Notice:
    """A direct relation is followed inwards, and no index leads to it."""
    return {
        "code": "unindexedThrough",
        "category": "indexing",
        "level": "warning",
        "grade": "E",
        "hint": "No btree index begins with this direct relation, so that all its values are looked at.",
        "resultExpression": result_set,
        "property": list(path),
    }


def nested_with_cursor(result_set: str) -> Notice:
    """A result set has both a cursor and a nested filter."""
    return {
        "code": "intractableCursorWithNestedFilter",
        "category": "cursoring",
        "level": "warning",
        "grade": "D",
        "hint": "A nested filter needs a join, so that a cursor does not shorten the work.",
        "resultExpression": result_set,
    }
