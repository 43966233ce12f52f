"""Parameters: values that stand outside of the filters that use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pygen_emulator.errors import ApiError


def bind(filter_: Any, parameters: Mapping[str, Any]) -> Any:
    """The filter with the value of the parameter in place of each ``{"parameter": name}``.

    Raises:
        ApiError: 400 for a parameter that has no value.
    """
    if isinstance(filter_, list):
        return [bind(part, parameters) for part in filter_]
    if not isinstance(filter_, dict):
        return filter_
    return {
        key: _value(name, parameters) if (name := _parameter(part)) is not None else bind(part, parameters)
        for key, part in filter_.items()
    }


def _parameter(value: Any) -> str | None:
    """The name of the parameter, if the value is a reference to one."""
    if isinstance(value, dict) and value.keys() == {"parameter"} and isinstance(value["parameter"], str):
        return value["parameter"]
    return None


def _value(name: str, parameters: Mapping[str, Any]) -> Any:
    if name not in parameters:
        raise ApiError(400, f"The parameter '{name}' has no value: it is not among the parameters of the request.")
    return parameters[name]
