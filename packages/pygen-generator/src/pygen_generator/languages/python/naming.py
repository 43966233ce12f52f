"""How identifiers of a data model become Python names."""

from __future__ import annotations

from pygen_generator.languages.words import file_name, not_digits_first, words


def snake(text: str) -> str:
    """``snake_case``: ``Cognite3DModel`` -> ``cognite_3d_model``; empty if there is no letter or digit."""
    return "_".join(word.lower() for word in words(text))


def attribute_name(text: str) -> str:
    """The attribute for a property; ``p_`` stands before a digit and for a name without letters."""
    return not_digits_first(snake(text), "p_")


def module_name(text: str) -> str:
    """The file for a view, without ending: snake case, at most 80 characters."""
    return file_name(not_digits_first(snake(text), "view_"), text)
