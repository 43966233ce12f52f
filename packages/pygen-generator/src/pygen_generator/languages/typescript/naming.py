"""How identifiers of a data model become TypeScript names."""

from __future__ import annotations

from pygen_generator.languages.python.naming import MAX_MODULE_NAME, class_name, digest, pascal, words

__all__ = ["camel", "class_name", "constant_name", "digest", "module_name", "pascal", "property_name", "value_name"]


def camel(text: str) -> str:
    """``camelCase``, later capitals kept: ``APM_Activity`` -> ``apmActivity``; empty without letter or digit."""
    found = words(text)
    return "".join([*(word.lower() for word in found[:1]), *(word[0].upper() + word[1:] for word in found[1:])])


def property_name(text: str) -> str:
    """The member for a property; ``p`` stands before a digit and for a name without letters."""
    return _not_digits_first(camel(text), "p")


def value_name(text: str) -> str:
    """The constant for a view; ``view`` stands before a digit and for a name without letters."""
    return _not_digits_first(camel(text), "view")


def constant_name(text: str) -> str:
    """The constant for the id of a view: ``ProductNode`` -> ``PRODUCT_NODE``."""
    name = "_".join(word.upper() for word in words(text))
    return name if name and not name[0].isdigit() else f"VIEW_{name}".rstrip("_")


def module_name(text: str) -> str:
    """The file for a view, without ending: at most 80 characters."""
    name = value_name(text)
    return name if len(name) <= MAX_MODULE_NAME else f"{name[: MAX_MODULE_NAME - 9]}_{digest(text, 8)}"


def _not_digits_first(name: str, before: str) -> str:
    return name if name and not name[0].isdigit() else f"{before}{name}"
