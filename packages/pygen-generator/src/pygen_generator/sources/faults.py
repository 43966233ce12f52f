"""What is wrong with a schema object that does not validate, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError


def fault(what: str, item: Any, error: ValidationError) -> str:
    """``what``, the id of the item if it has one, and its first wrong field."""
    first = error.errors(include_url=False, include_input=False)[0]
    title = item.get("externalId", item.get("space", "")) if isinstance(item, Mapping) else ""
    steps = ".".join(str(step) for step in first["loc"])
    return f"{what}{f' {title}' if title else ''} is not valid: {f'{steps}: ' if steps else ''}{first['msg']}."
