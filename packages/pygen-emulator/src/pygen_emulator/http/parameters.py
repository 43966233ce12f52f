"""Query parameters: each endpoint takes those that it names, in their exact form, and no others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, get_args

from starlette.datastructures import QueryParams

from pygen_emulator.errors import ApiError
from pygen_emulator.schema import identifiers, limits
from pygen_emulator.schema.requests import ListParameters, UsedFor
from pygen_emulator.validation import violations


def parse(query: QueryParams, allowed: Collection[str]) -> ListParameters:
    """The parameters of a request, by their names on the wire; ``usedFor`` may be given several times.

    Raises:
        ApiError: 400, for an unknown parameter, one given twice, or a value of the wrong form.
    """
    values: dict[str, Any] = {}
    for name in query.keys():  # noqa: SIM118 - iterating the object itself gives pairs of repeated names too
        if name not in allowed:
            raise ApiError(400, f"Unexpected query parameter - {name}")
        given = query.getlist(name)
        if len(given) > 1 and name != "usedFor":
            raise violations([f"{name} must be given once"])
        field, read = _PARAMETERS[name]
        values[field] = read(name, given)
    return ListParameters(**values)


def _limit(name: str, given: Sequence[str]) -> int:
    text = given[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= limits.PAGE_MAX):
        raise violations([f"{name} must be between 1 and {limits.PAGE_MAX}"])
    return int(text)


def _text(name: str, given: Sequence[str]) -> str:
    return given[0]


def _space(name: str, given: Sequence[str]) -> str:
    wrong = list(identifiers.space(given[0]))
    if wrong:
        raise violations(wrong)
    return given[0]


def _boolean(name: str, given: Sequence[str]) -> bool:
    if given[0] not in ("true", "false"):
        raise violations([f"{name} must be true or false"])
    return given[0] == "true"


def _used_for(name: str, given: Sequence[str]) -> tuple[str, ...]:
    known = get_args(UsedFor)
    if not all(value in known for value in given):
        raise violations([f"{name} must be one of {', '.join(known)}"])
    return tuple(given)


_PARAMETERS: dict[str, tuple[str, Callable[[str, Sequence[str]], Any]]] = {
    "limit": ("limit", _limit),
    "cursor": ("cursor", _text),
    "space": ("space", _space),
    "includeGlobal": ("include_global", _boolean),
    "allVersions": ("all_versions", _boolean),
    "inlineViews": ("inline_views", _boolean),
    "includeInheritedProperties": ("include_inherited_properties", _boolean),
    "usedFor": ("used_for", _used_for),
}
