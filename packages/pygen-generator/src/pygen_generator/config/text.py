"""The text of a ``pygen.toml``: what is set, and everything that can be set as comments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from pygen_generator.config.settings import ConfigFile, ModelEntry, Settings

_EXAMPLE = {"space": "my_space", "external_id": "MyModel", "version": "v1"}
_WIDTH = 100


def toml_text(data: Mapping[str, Any]) -> str:
    """The text of a ``pygen.toml`` with these settings; the others stand in it as comments, with their defaults.

    Args:
        data: Content of the file as ``ConfigFile.load`` takes it, without ``targets``.

    Raises:
        ConfigError: settings are unknown or have wrong values.
    """
    file = ConfigFile.load(data)
    lines = ["# Settings of Pygen; `pygen generate` does what they say.", ""]
    lines += _comment(ConfigFile.model_fields["models"].description)
    for model in file.models:
        lines += ["[[models]]", *(f"{name} = {_value(getattr(model, name))}" for name in ModelEntry.model_fields), ""]
    if not file.models:
        lines += ["# [[models]]", *(f"# {name} = {_value(value)}" for name, value in _EXAMPLE.items()), ""]
    tables: dict[str, Settings] = {"generate": file.generate, "python": file.python, "typescript": file.typescript}
    for name, table in tables.items():
        # A table of a language asks for it, so that of a language that nobody asked for is a comment, too.
        is_asked_for = name != "typescript" or name in file.model_fields_set
        lines += [*_comment(type(table).__doc__), f"[{name}]" if is_asked_for else f"# [{name}]", *_settings(table)]
    return "\n".join(lines).rstrip() + "\n"


def _settings(table: Settings) -> Iterator[str]:
    defaults = type(table)()
    for name, field in type(table).model_fields.items():
        yield from _comment(field.description)
        if name in table.model_fields_set:
            yield f"{name} = {_value(getattr(table, name))}"
        else:
            default = getattr(defaults, name)
            # TOML has no value for "none"; an empty text would be refused.
            yield f"# {name} = {'...' if default is None else _value(default)}"
        yield ""


def _comment(text: str | None) -> list[str]:
    return [f"# {line}" for line in wrap((text or "").replace("``", "`"), _WIDTH)]


def _value(value: Any) -> str:
    """A value in TOML. Its texts are written as those of JSON, but for a character that JSON leaves alone."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_value(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
