"""What generated code says about data models, views and properties, in every language."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, EnumValue, ScalarType
from pygen_generator.model.view import Connection, Kind, Model, Property, View

_LONGEST_DEFAULT = 60


def models_text(model: Model) -> str:
    """The data models in a sentence."""
    names = ", ".join(str(model_id) for model_id in model.ids)
    return f"the data model {names}" if len(model.ids) == 1 else f"the data models {names}"


def view_text(view: View, kind: Kind) -> SchemaText:
    """The description of a view, or its name, or what it is."""
    text = view.description or _telling_name(view.display_name, view.id.external_id)
    return text or SchemaText(f"{'A node' if kind is Kind.NODE else 'An edge'} of the view {view.id}.")


def property_text(prop: Property, *, with_default: bool = False) -> SchemaText | None:
    """What is told of a property; None if there is nothing to say.

    Name, description, unit, limits, whether the value may change, and what the values of an enum mean.

    A name that only spells the identifier in another way is left out.

    Args:
        prop: The property.
        with_default: Also say what the service fills in, where that is short.
    """
    own = list(_own_words(prop))
    if with_default and prop.default is not None:
        default = json.dumps(prop.default.value, ensure_ascii=False)
        own += [f"By default {default}"] if len(default) <= _LONGEST_DEFAULT else []
    parts = [*_said(prop), *own]
    # A text of the model ends as its author ends it.
    text = _in_a_row([*parts[:-1], _sentence(parts[-1])] if own and len(parts) > 1 else parts)
    values = [line for value in _values(prop) if (line := _value_line(value))]
    return SchemaText("\n\n".join([*([text.raw] if text else []), "\n".join(values)])) if values else text


def _values(prop: Property) -> tuple[EnumValue, ...]:
    return prop.type.values if isinstance(prop.type, EnumType) else ()


def _value_line(value: EnumValue) -> str | None:
    said = _in_a_row(_telling(value.name, value.description, value.id.raw))
    # A description is of one line in a list.
    return f"- {value.id.raw}: {' '.join(said.raw.split())}" if said else None


def _own_words(prop: Property) -> Iterator[str]:
    unit = prop.type.unit if isinstance(prop.type, ScalarType) else None
    if unit:
        yield f"Unit: {unit.raw}"
    if prop.max_list_size is not None:
        yield f"At most {prop.max_list_size} element{'s' * (prop.max_list_size > 1)}"
    if prop.max_text_size is not None:
        yield f"At most {prop.max_text_size} byte{'s' * (prop.max_text_size > 1)} in UTF-8"
    if prop.immutable:
        yield "It cannot be changed once it is set"


def connection_text(connection: Connection) -> SchemaText | None:
    """Name and description; None if there is nothing to say."""
    return _in_a_row(_said(connection))


def _said(part: Property | Connection) -> list[str]:
    return _telling(part.display_name, part.description, part.name)


def _telling(display_name: SchemaText | None, description: SchemaText | None, identifier: str) -> list[str]:
    name = _telling_name(display_name, identifier)
    parts = [text.raw.strip() for text in (name, description) if text]
    if len(parts) == 2 and parts[1].casefold().startswith(parts[0].casefold()):
        del parts[0]
    return parts


def _in_a_row(parts: list[str]) -> SchemaText | None:
    return SchemaText(" ".join(map(_sentence, parts[:-1])) + " " * bool(parts[1:]) + parts[-1]) if parts else None


def _telling_name(name: SchemaText | None, identifier: str) -> SchemaText | None:
    return name if name and _letters(name.raw) != _letters(identifier) else None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
