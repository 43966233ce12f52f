"""A plan as text: what is asked, in which order, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pygen_runtime.filters.paths import paths
from pygen_runtime.operations.read import MAX_CHUNK
from pygen_runtime.properties.base import MAX_VALUES
from pygen_runtime.query.plan import MAX_SETS, Plan, Step
from pygen_runtime.query.simplify import matches_nothing
from pygen_runtime.query.walk import FIRST_PAGE

_OPERATORS = {"equals": "=", "in": "in", "prefix": "begins with", "containsAny": "has any of"}
_OPERATORS |= {"containsAll": "has all of"}
_BOUNDS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_SHOWN = 3


def explain(plan: Plan, limit: int | None, indexes: Mapping[tuple[str, ...], str] | None = None) -> str:
    """The plan as readable text.

    Args:
        plan: The plan.
        limit: How many instances of the root are wanted; None for all.
        indexes: Which index each property has that a condition or sort can use, by its path; None if that is unknown.
    """
    return "\n".join(_lines(plan, limit, indexes))


def _lines(plan: Plan, limit: int | None, indexes: Mapping[tuple[str, ...], str] | None) -> Iterator[str]:
    steps = plan.steps()
    if matches_nothing(plan.root.filter):
        yield "Nothing can match: no request is sent"
        return
    first = FIRST_PAGE if limit is None else min(FIRST_PAGE, limit)
    count = "one result set" if len(steps) == 1 else f"{len(steps)} of at most {MAX_SETS} result sets"
    yield f"Query: {count} in each request; the root in pages of {first}, larger while answers are quick"
    yield from _tree(plan.root, 0)
    yield "Cost:"
    yield f"  requests: one for each page of the root{'' if limit is None or limit > first else ', here one'}"
    many = [step.name for step in steps[1:] if step.hop is not None and step.hop.kind != "ends"]
    if many:
        yield f"  one more whenever one of {', '.join(many)} has more than {MAX_CHUNK} instances for a page of the root"
    for step in steps:
        for apart in step.apart:
            yield (
                f"  {apart.name} is a query of its own for every {MAX_VALUES} of {step.name}: the service cannot "
                "follow lists of relations backwards"
            )
    yield from _notes(plan, indexes)


def _tree(step: Step, depth: int) -> Iterator[str]:
    pad = "  " * (depth + 1)
    yield f"{pad}{step.name}: {_reached(step)}"
    if step.filter is not None:
        yield f"{pad}  where {text_of(step.filter.dump())}"
    if step.sort:
        terms = [f"{term['property'][-1]} {term['direction']}" for term in step.sort]
        yield f"{pad}  sorted by {', '.join(terms)}"
    for one in (*step.steps, *step.apart):
        yield from _tree(one, depth + 1)


def _reached(step: Step) -> str:
    view = getattr(step.item_class, "view_id", None)
    what = f"{'edges' if step.of_edges else 'nodes'}{'' if view is None else f' of {view}'}"
    if step.hop is None:
        return what
    most = ""
    if step.hop.most is not None:
        cut = "" if "limitEach" in step.expression else " (the service gives all)"
        most = f", at most {step.hop.most} for each{cut}"
    match step.hop.kind:
        case "direct":
            return f"{what} that {step.hop.attribute} points to"
        case "reverse":
            return f"{what} whose {step.expression['through']['identifier']} points here{most}"
        case "listed":
            return f"{what} whose list {step.hop.path[-1]} points here{most}"
        case "edges":
            return f"{what} that {'end' if step.hop.inwards else 'start'} here{most}"
        case "ends":
            return f"{what} at the other end"


def _notes(plan: Plan, indexes: Mapping[tuple[str, ...], str] | None) -> Iterator[str]:
    for step in plan.steps():
        for path in dict.fromkeys(paths_of(step)):
            if indexes is not None:
                yield f"  {path[-1]} of {path[-2]}: {indexes.get(path, 'no index, so the service may read everything')}"
    if any(step.filter is not None and "nested" in repr(step.filter.dump()) for step in plan.steps()):
        yield "  a nested condition can be slow together with paging"


def paths_of(step: Step) -> Iterator[tuple[str, ...]]:
    """The properties of views that the conditions and the sort of a result set are about."""
    found = [*paths(None if step.filter is None else step.filter.dump())]
    found += [tuple(term["property"]) for term in step.sort]
    return (path for path in found if len(path) == 3)


def text_of(form: Mapping[str, Any]) -> str:
    """A filter, in the form of the service, as words."""
    ((name, body),) = form.items()
    if name in _WORDS:
        return _WORDS[name](body)
    if name not in _OPERATORS:
        # A filter of a view can be of a kind that is newer than this.
        return f"{name} {body}"
    values = _values(body["values"]) if "values" in body else _value(body["value"])
    return f"{body['property'][-1]} {_OPERATORS[name]} {values}"


def _not(body: Any) -> str:
    return "nothing" if body == {"matchAll": {}} else f"not {_bracketed(body)}"


def _has_data(body: Any) -> str:
    sources = [one["externalId"] + (f"({one['version']})" if "version" in one else "") for one in body]
    return f"has data in {', '.join(sources)}"


def _overlaps(body: Any) -> str:
    return f"{body['startProperty'][-1]} to {body['endProperty'][-1]} overlaps {' and '.join(_bounds(body))}"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "and": lambda body: " and ".join(map(_bracketed, body)),
    "or": lambda body: " or ".join(map(_bracketed, body)),
    "not": _not,
    "hasData": _has_data,
    "exists": lambda body: f"{body['property'][-1]} exists",
    "nested": lambda body: f"{body['scope'][-1]} leads to ({text_of(body['filter'])})",
    "range": lambda body: " and ".join(f"{body['property'][-1]} {one}" for one in _bounds(body)),
    "overlaps": _overlaps,
    "instanceReferences": lambda body: f"is one of {_values(body)}",
    "matchAll": lambda body: "all",
}


def _bounds(body: Mapping[str, Any]) -> list[str]:
    return [f"{sign} {_value(body[name])}" for name, sign in _BOUNDS.items() if name in body]


def _bracketed(form: Mapping[str, Any]) -> str:
    return f"({text_of(form)})" if form.keys() & {"and", "or"} else text_of(form)


def _values(values: list[Any]) -> str:
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return f"[{', '.join(map(_value, values[:_SHOWN]))}{more}]"


def _value(value: Any) -> str:
    if isinstance(value, dict) and value.keys() >= {"space", "externalId"}:
        return f"{value['space']}:{value['externalId']}"
    if isinstance(value, list):
        return _values(value)
    return repr(value)
