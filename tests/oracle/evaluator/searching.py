"""Search: the instances of a view whose texts have the words of a query (behaviour.md section 14, stance 14)."""

from __future__ import annotations

import unicodedata
from typing import Any

from evaluator.filters import Filters
from evaluator.reading import in_order
from evaluator.schema import Json, view_id
from evaluator.state import Instance, State


def found(state: State, request: Json) -> list[Instance]:
    """All that a search finds, in the order of its sort; equal ones, and all without a sort, in any order."""
    filters = Filters(state)
    instances = [
        instance
        for instance in state.all_alive(request.get("instanceType", "node"))
        if filters.in_view(instance, request["view"])
        and filters.matches(instance, request.get("filter"))
        and has_words(state, instance, request)
    ]
    return in_order(state, instances, request.get("sort", []))


def has_words(state: State, instance: Instance, request: Json) -> bool:
    """Whether the text that is searched for is in the properties that are searched: any word of it, or all."""
    if "query" not in request:
        return True
    wanted = words(request["query"])
    view = state.schema.views[view_id(request["view"])]
    present: set[str] = set()
    for name in request.get("properties", view.properties):
        container, identifier = view.properties[name]
        if state.schema.property((container, identifier)).type == "text":
            present |= _words_of(instance.data.get(container, {}).get(identifier))
    if request.get("operator", "OR") == "AND":
        return bool(wanted) and wanted <= present
    return bool(wanted & present)


def _words_of(value: Any) -> set[str]:
    texts = [] if value is None else [value] if isinstance(value, str) else value
    return {word for text in texts for word in words(text)}


def words(text: str) -> set[str]:
    """Runs of letters and digits, whatever their case and marks."""
    plain = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return set("".join(letter if letter.isalnum() else " " for letter in plain).casefold().split())
