"""What changed in a data model, as it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from pygen_generator.changes import Breaks, Change, Comparison, Impact, Step

from pygen_cli.output import Output

_STYLES = {Impact.BREAKING: "red", Impact.COMPATIBLE: "green", Impact.COSMETIC: None}
_SHOWN = 4
"""Names in a line before it says how many more there are."""


def show(output: Output, comparison: Comparison, *, verbose: bool) -> None:
    """Show the changes by view; changes that a view inherits stand with the view that it has them from.

    Args:
        output: Where to.
        comparison: The changes.
        verbose: Show changes of texts too, inherited changes with each view, and every name.
    """
    heirs = defaultdict[object, list[str]](list)
    for change in comparison.changes:
        if change.inherited_from is not None:
            heirs[_key(change, change.inherited_from)].append(str(change.view))
    shown = [change for change in comparison.changes if verbose or _is_shown(change)]
    for view, changes in groupby(shown, key=lambda change: change.view):
        output.line(str(view))
        for change in changes:
            also = [] if verbose else heirs[_key(change, change.view)]
            _show_one(output, change, also, limit=None if verbose else _SHOWN)
        output.line()
    output.line(f"Changes: {_counts(comparison)}.")
    if len(shown) < len(comparison.changes):
        output.line("-v shows changes of texts, inherited changes and every name as well.")


def _is_shown(change: Change) -> bool:
    return change.impact is not Impact.COSMETIC and change.inherited_from is None


def _key(change: Change, view: object) -> object:
    return view, change.property_name, change.kind, change.message


def _show_one(output: Output, change: Change, also: Sequence[str], limit: int | None) -> None:
    what = f"{change.property_name}: " if change.property_name else ""
    broken = f" [{', '.join(side.value for side in Breaks if side in change.breaks)}]" if change.breaks else ""
    line = f"  {change.impact.value:<10}  {what}{change.message}{broken}"
    output.line(line, style=_STYLES[change.impact])
    indent = " " * 14
    if also:
        output.line(f"{indent}Inherited by {_listed(also, limit)}.")
    if change.impact is not Impact.COSMETIC:
        for language, names in groupby(change.symbols, key=lambda symbol: symbol.language):
            output.line(f"{indent}{language}: {_listed([name.text for name in names], limit)}")


def _listed(words: Sequence[str], limit: int | None) -> str:
    shown = list(words if limit is None else words[:limit])
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _counts(comparison: Comparison) -> str:
    if comparison.impact is None:
        return "none"
    parts = [f"{count} {impact.value}" for impact in Impact if (count := comparison.count(impact))]
    broken = [side.value for side in Breaks if side in comparison.breaks]
    return ", ".join(parts) + (f"; what breaks: {', '.join(broken)}" if broken else "")


_REASONS = {
    Step.MAJOR: "Something breaks",
    Step.MINOR: "Something is new or wider, and nothing breaks",
    Step.PATCH: "Only texts differ",
}
_RISES = {
    Step.MAJOR: "the major version rises, below 1.0.0 the minor one",
    Step.MINOR: "the minor version rises, below 1.0.0 the patch",
    Step.PATCH: "the patch version rises",
}


def version_line(step: Step, version: str | None) -> str:
    """Which version follows, as a number if the present one is known."""
    if step is Step.NONE:
        return "The version can stay as it is."
    return f"{_REASONS[step]}: " + (f"{version} becomes {step.after(version)}." if version else f"{_RISES[step]}.")


def as_json(comparison: Comparison, version: str | None) -> dict[str, Any]:
    """The changes and the verdict for machines."""
    return {
        "impact": comparison.impact.value if comparison.impact else None,
        "breaks": _values(comparison.breaks),
        "step": comparison.step.value,
        "version": version,
        "next_version": comparison.step.after(version) if version else None,
        "changes": [_change(change) for change in comparison.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "impact": change.impact.value,
        "breaks": _values(change.breaks),
        "place": change.place,
        "property": change.property_name,
        "message": change.message,
        "symbols": {
            language: [symbol.text for symbol in symbols]
            for language, symbols in groupby(change.symbols, key=lambda symbol: symbol.language)
        },
        "inherited_from": str(change.inherited_from) if change.inherited_from else None,
    }


def _values(breaks: Iterable[Breaks]) -> list[str]:
    return [side.value for side in Breaks if side in set(breaks)]
