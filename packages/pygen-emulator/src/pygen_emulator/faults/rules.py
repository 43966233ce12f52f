"""Faults as one line of text, for the command line and the admin route.

::

    RULE    [METHOD] [PATH] EFFECT [OPTION ...]
    METHOD  GET or POST; both if left out
    PATH    /models/instances, /models/* (all that begin so), /token/inspect, /oauth2/token; all if left out
    EFFECT  400 to 599, latency=TIME, slow=TIME, drop-before, drop-after, truncate, token-expired, cursor-expired,
            version-conflict
    TIME    200ms or 1.5s
    OPTION  xN             hits N requests, then no more
            after=N        lets N requests pass first
            retry-after=N  the header Retry-After with N seconds, for a status
            over=N         hits only requests for more than N results at once

Such as ``POST /models/instances 503 x2`` or ``/models/instances/query 408 over=1000``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from pygen_emulator.faults.fault import METHODS, TIMED, Fault, FaultError, effects

_TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_OPTIONS = {"after": "after", "retry-after": "retry_after", "over": "over"}


def parse(rule: str) -> Fault:
    """The fault that a rule describes.

    Raises:
        FaultError: The rule cannot be read; the message names the word that is wrong.
    """
    words = rule.split()
    method = words.pop(0) if words and words[0] in METHODS else None
    path = words.pop(0) if words and words[0].startswith("/") else None
    if not words:
        raise FaultError(f"The rule {rule!r} names no effect: write a status such as 503, or {', '.join(effects())}.")
    try:
        effect, seconds = _effect(words.pop(0))
        options: dict[str, Any] = {}
        for word in words:
            name, value = _option(word)
            if name in options:
                raise FaultError(f"{word!r} says again what was said")
            options[name] = value
        return Fault(effect, method, path, seconds=seconds, **options)
    except FaultError as error:
        raise FaultError(f"The rule {rule!r} cannot be used: {error}.") from None


def _effect(word: str) -> tuple[Any, float | None]:
    if word.isascii() and word.isdigit():
        return int(word), None
    name, equals, time = word.partition("=")
    if name not in effects():
        near = get_close_matches(name, [*effects(), *METHODS], n=1)
        known = f"did you mean {near[0]}?" if near else f"there are statuses such as 503, and {', '.join(effects())}"
        raise FaultError(f"{word!r} is no effect: {known}")
    if name not in TIMED:
        if equals:
            raise FaultError(f"{name} takes no value, and {word!r} gives one")
        return name, None
    found = _TIME.fullmatch(time)
    if found is None:
        raise FaultError(f"{name} needs a time such as {name}=200ms or {name}=1.5s, not {word!r}")
    return name, float(found[1]) / (1000 if found[2] == "ms" else 1)


def _option(word: str) -> tuple[str, int]:
    name, _, number = ("times", "", word[1:]) if word.startswith("x") else word.partition("=")
    if name not in _OPTIONS and name != "times":
        raise FaultError(f"{word!r} is no option: there are xN, after=N, retry-after=N, over=N")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise FaultError(f"{word!r} must have a whole number")
    return _OPTIONS.get(name, name), int(number)
