"""Templates, which lay out what a view model says and let nothing through that is not source."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined

from pygen_generator.languages.python.code import Code, comment, docstring, identifier, string_literal


def render(template: str, **values: Any) -> Code:
    """The source that a template lays out.

    Raises:
        TypeError: the template puts something into the source that no filter has made safe.
    """
    return Code(_environment().get_template(template).render(**values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pygen_generator.languages.python"),
        undefined=StrictUndefined,
        finalize=_only_code,
        autoescape=False,  # noqa: S701 - the output is Python, and `finalize` refuses whatever is not filtered
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        comment=comment, docstring=docstring, identifier=identifier, string_literal=string_literal
    )
    return environment


def _only_code(value: Any) -> Code:
    if isinstance(value, Undefined):
        str(value)  # raises, and names what is not defined
    if not isinstance(value, Code):
        raise TypeError(f"A template puts a {type(value).__name__} into the source without a filter.")
    return value
