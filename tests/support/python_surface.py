"""The public names of the Python runtime and its client."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

import hand_written_shop
import pygen_client
import pygen_runtime
from pygen_runtime.keywords import NodeFilters
from typing_extensions import get_annotations

_PACKAGES = ("pygen_client", "pygen_runtime", "shop_by_hand")


def exported() -> set[str]:
    """What both packages export."""
    return {name for package in (pygen_runtime, pygen_client) for name in package.__all__ if not name.startswith("_")}


def class_at(path: str) -> type:
    """The class at ``module:Class``."""
    module, _, name = path.partition(":")
    found: type = getattr(import_module(module), name)
    return found


def members(found: type) -> set[str]:
    """Public members of a class: methods, properties, fields, and the attributes of an object made of nothing."""
    classes = [one for one in found.__mro__ if one.__module__.partition(".")[0] in _PACKAGES]
    names = {name for one in classes for name in (*vars(one), *get_annotations(one))}
    is_declared = is_dataclass(found) or getattr(found, "_is_protocol", False)
    if not is_declared and not any(one.default is one.empty for one in _parameters(found)):
        names |= getattr(found(), "__dict__", {}).keys()
    return {name for name in names if not name.startswith("_")}


def options(method: Any) -> set[str]:
    """The parameters of a method, but for the keyword filters of the example's view."""
    return {one.name for one in _parameters(method) if one.name not in _OF_VIEW}


def _parameters(method: Any) -> list[inspect.Parameter]:
    several = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [
        one for one in inspect.signature(method).parameters.values() if one.kind not in several and one.name != "self"
    ]


_OF_VIEW = hand_written_shop.sdk.ProductFilters.__annotations__.keys() - NodeFilters.__annotations__.keys()
