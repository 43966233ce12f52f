"""What is wrong with a configuration, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from pygen_generator.errors import ConfigError

Tables = Mapping[str, Iterable[str]]
"""The settings of each table by its name; that of the whole file is empty."""


def config_error(what: str, error: ValidationError, tables: Tables) -> ConfigError:
    """The error that names every wrong setting by its place, and the nearest right name of unknown ones."""
    faults = [_fault(part, tables) for part in error.errors(include_url=False)]
    message = "; ".join(message for message, _ in faults)
    fixes = dict.fromkeys(fix for _, fix in faults if fix)
    return ConfigError(f"{what} is not valid: {message}.", " ".join(fixes) or "Correct these settings.")


def _fault(part: Any, tables: Tables) -> tuple[str, str]:
    place = ".".join(str(step) for step in part["loc"]) or "configuration"
    if part["type"] == "extra_forbidden":
        names = [str(step) for step in part["loc"] if not isinstance(step, int)]
        return f"{place} is not a setting", _right_name(names[-1], "".join(names[-2:-1]), tables)
    if part["type"] in ("model_type", "model_attributes_type"):
        return f"{place} is not a table", f"Write its settings below a line [{place}]."
    return f"{place}: {part['msg'].removeprefix('Value error, ')}", ""


def _right_name(name: str, table: str, tables: Tables) -> str:
    if name in tables[table]:
        return f"It holds for all targets: write it below [{table}]."
    names = sorted(tables[table])
    if near := get_close_matches(name, names, n=1):
        return f"Did you mean {near[0]}?"
    if elsewhere := next((other for other, known in tables.items() if other and name in known), None):
        return f"It belongs below [{elsewhere}]."
    return f"There are: {', '.join(names)}."
