"""JSON that was right and has been spoiled in one or more places, and text that was cut.

::

    @given(spoiled_json.texts(model))
    def test_it_is_read_or_refused(text: str) -> None: ...
"""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

Json = Any
JUNK: list[Json] = [
    *(None, True, False, 0, -1, 1.5, 2**63, 10**400, 1e308),
    *("", "\0", "ä" * 300, "__class__", "None", "../../etc", "2024-01-01T00:00:00Z", "\ud800", "{{ 7 * 7 }}"),
    *([], {}, [None], [[]], {"": None}, {"type": "text"}, {"type": {"type": "direct"}}, [{"space": "s"}]),
]


def places(value: Json, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to each value within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(*before, key) for key, _ in items]
    return found + [place for key, inner in items for place in places(inner, (*before, key))]


@st.composite
def spoiled(draw: st.DrawFn, value: Json) -> Json:
    """The value with one to three places, mostly one, replaced, left out, or put into a list."""
    changed = copy.deepcopy(value)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        way = draw(st.sampled_from(places(changed) or [()]))
        if not way:
            return draw(st.sampled_from(JUNK))
        holder: Any = changed
        for key in way[:-1]:
            holder = holder[key]
        match draw(st.sampled_from(["replace", "leave out", "wrap", "repeat"])):
            case "replace":
                holder[way[-1]] = copy.deepcopy(draw(st.sampled_from(JUNK)))
            case "leave out":
                del holder[way[-1]]
            case "wrap":
                holder[way[-1]] = [holder[way[-1]]]
            case _:
                again = copy.deepcopy(holder[way[-1]])
                holder.append(again) if isinstance(holder, list) else holder.update({f"{way[-1]}2": again})
    return changed


@st.composite
def texts(draw: st.DrawFn, value: Json) -> str:
    """The spoiled value as JSON; now and then the text is cut, or has a piece twice."""
    text = json.dumps(draw(spoiled(value)))
    if draw(st.integers(0, 4)):
        return text
    begin, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return text[:begin] + draw(st.sampled_from(["", "\0", text[begin:end] * 2, "é", "]", "!!python/object:x"]))
