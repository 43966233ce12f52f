"""How identifiers of a data model become TypeScript names."""

from __future__ import annotations

from pygen_generator.languages.words import file_name, not_digits_first, words


def camel(text: str) -> str:
    """``camelCase``, later capitals kept: ``APM_Activity`` -> ``apmActivity``; empty without letter or digit."""
    found = words(text)
    return "".join([*(word.lower() for word in found[:1]), *(word[0].upper() + word[1:] for word in found[1:])])


def property_name(text: str) -> str:
    """The member for a property; ``p`` stands before a digit and for a name without letters."""
    return not_digits_first(camel(text), "p")


def value_name(text: str) -> str:
    """The constant for a view; ``view`` stands before a digit and for a name without letters."""
    return not_digits_first(camel(text), "view")


def constant_name(text: str) -> str:
    """The constant for the id of a view: ``ProductNode`` -> ``PRODUCT_NODE``."""
    return not_digits_first("_".join(word.upper() for word in words(text)), "VIEW_")


def module_name(text: str) -> str:
    """The file for a view, without ending: at most 80 characters."""
    return file_name(value_name(text), text)
