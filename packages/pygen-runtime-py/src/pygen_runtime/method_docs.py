"""What notebooks and ``help`` tell of the methods that generated classes sign: their parameters, written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_FILTERS = """\
    **filters: Keyword filters: all that are given must hold. A sequence means "one of these", an empty one matches
        nothing. ``filter`` takes any condition, such as ``P.price > 5``, with ``P = Product.props``.
    target_units: Attribute to the unit in which it is wanted; filters on it are in that unit, too.
"""
_DEBUG = "    debug: Ask for the notices of the service, and the types that it found; see ``notices`` of the result.\n"
_SORT = """\
    sort_by: One attribute or up to 5, also ``space``, ``external_id``, ``created_time``, ``last_updated_time``.
    sort_direction: ``ascending`` or ``descending``, for all of them.
"""
_PROPERTY = "    property: An attribute, by name or as a property: ``Product.props.price``{more}.\n"

_PARAMETERS: Mapping[str, str] = {
    "list": f"""\
{_SORT}\
    limit: The list stops there, and ``next_cursor`` says so; None gives all, page by page behind the scenes.
{_FILTERS}{_DEBUG}""",
    "iterate": f"""\
    chunk_size: Instances in one page.
    limit: Instances altogether; None gives all.
    cursor: ``next_cursor`` of a page or list with the same filters, to go on from there.
{_FILTERS}""",
    "search": f"""\
    query: Words to find. Without it, it is a list.
    properties: Attributes to look in; by default all texts of the view.
    operator: ``AND`` finds what has all words, ``OR`` what has any of them.
{_SORT}\
    limit: 1,000 at most. What was written is found seconds later.
{_FILTERS}{_DEBUG}""",
    "count": _PROPERTY.format(more="; without it all instances are counted") + _FILTERS,
    "aggregate": f"""\
    aggregates: What to compute, such as ``Avg("price")`` or several. It may be seconds old.
    group_by: One attribute or several; there is a row for each combination of their values.
    limit: Groups that are given, 1 to 1,000.
{_FILTERS}""",
    "histogram": f"{_PROPERTY.format(more='')}    interval: How wide each bucket is.\n{_FILTERS}",
}


def show_parameters(name: str, method: Callable[..., Any]) -> None:
    """Let the text of a method say what its parameters mean. Its own words stay at the beginning."""
    text = method.__doc__
    # Python keeps no texts with -OO; a method that was made from another one has them already.
    if text is not None and "Args:" not in text:
        # Source code says where the parameters are explained; here they are.
        summary = text.partition("; see ")[0].rstrip(".")
        method.__doc__ = f"{summary}.\n\nArgs:\n{_PARAMETERS[name]}"
