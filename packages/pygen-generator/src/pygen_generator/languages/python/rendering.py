"""Templates, which lay out what a view model says and let nothing through that is not source."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    Undefined,
)

from pygen_generator.errors import ConfigError
from pygen_generator.languages.python.code import comment, docstring, identifier, string_literal
from pygen_generator.languages.source import Code


class Templates:
    """The templates of Python SDKs, some of them perhaps replaced by those of a folder.

    A template of the folder that has the name of one of ours goes before it; to it, ours is ``pygen/<name>``. Templates
    whose names begin with ``_`` are for others to include.

    Args:
        folder: The folder; None for no replacements.

    Raises:
        ConfigError: the folder is not there, or has a template that replaces none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        if folder is None:
            self._environment = _own_environment()
            return
        if not folder.is_dir():
            raise ConfigError(f"There is no folder {folder}.", "Correct templates in [python].")
        own = _own_loader()
        for name in _replacements(folder):
            if name not in own.list_templates():
                near = get_close_matches(name, own.list_templates(), n=1, cutoff=0)
                fix = f"Did you mean {near[0]}? A name with _ first is for a template that others include."
                raise ConfigError(f"{folder / name} replaces no template.", fix)
        loaders: list[BaseLoader] = [FileSystemLoader(folder), PrefixLoader({"pygen": own}), own]
        self._environment = _environment(ChoiceLoader(loaders))

    def render(self, template: str, **values: Any) -> Code:
        """The source that a template lays out.

        Raises:
            TypeError: a template of ours puts something into the source that no filter has made safe.
            ConfigError: one of the folder does, or cannot be used for another reason.
        """
        try:
            return Code(self._environment.get_template(template).render(**values))
        except (TemplateError, TypeError) as error:
            if self._folder is None:
                raise
            raise ConfigError(f"The templates in {self._folder} fail: {error}", "Correct them.") from error


def _replacements(folder: Path) -> Iterator[str]:
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".jinja")
    return (name for name in names if not name.startswith("_"))


def _own_loader() -> PackageLoader:
    return PackageLoader("pygen_generator.languages.python")


@cache
def _own_environment() -> Environment:
    return _environment(_own_loader())


def _environment(loader: BaseLoader) -> Environment:
    environment = Environment(
        loader=loader,
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
