"""Settings by the Toolkit's names, read from environment variables or from a section of a TOML file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from pygen_client.core.secret import Secret
from pygen_client.errors import PygenValidationError

TOML_KEYS = {
    "project": "CDF_PROJECT",
    "cluster": "CDF_CLUSTER",
    "base_url": "CDF_URL",
    "login_flow": "LOGIN_FLOW",
    "provider": "PROVIDER",
    "token": "CDF_TOKEN",
    "client_id": "IDP_CLIENT_ID",
    "client_secret": "IDP_CLIENT_SECRET",
    "tenant_id": "IDP_TENANT_ID",
    "token_url": "IDP_TOKEN_URL",
    "scopes": "IDP_SCOPES",
    "audience": "IDP_AUDIENCE",
    "authority_url": "IDP_AUTHORITY_URL",
    "discovery_url": "IDP_DISCOVERY_URL",
    "timeout": "CDF_CLIENT_TIMEOUT",
    "max_workers": "CDF_CLIENT_MAX_WORKERS",
}
"""Keys of a TOML section, and the environment variables that mean the same."""

_REFERENCE = re.compile(r"\$\{(\w+)\}")


class Settings:
    """Named texts, some of them secret: no repr shows them.

    Args:
        values: The texts by the names of environment variables.
        place: Where they come from, for messages.
        names: What the variables are called there, if they are not called so.
    """

    def __init__(self, values: Mapping[str, str], place: str, names: Mapping[str, str] | None = None) -> None:
        self._values = values
        self.place = place
        self._names = names or {}

    def __repr__(self) -> str:
        return f"Settings({self.place})"

    def name(self, variable: str) -> str:
        """What a variable is called where the settings come from."""
        return self._names.get(variable, variable)

    def get(self, variable: str) -> str | None:
        """A value; None if it is missing or empty."""
        return self._values.get(variable) or None

    def required(self, variable: str) -> str:
        value = self.get(variable)
        if value is None:
            raise PygenValidationError(f"Set {self.name(variable)} in {self.place}")
        return value

    def secret(self, variable: str) -> Secret:
        """A required value that nobody should see."""
        return Secret(self.required(variable))

    def texts(self, variable: str) -> tuple[str, ...]:
        """A value that is a list, separated by commas."""
        return tuple(one.strip() for one in (self.get(variable) or "").split(",") if one.strip())

    def number(self, variable: str, what: str) -> float | None:
        text = self.get(variable)
        try:
            return None if text is None else float(text)
        except ValueError:
            raise PygenValidationError(f"{self.name(variable)} must be {what}, not {text!r}") from None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None) -> Settings:
        """Settings from environment variables, by default those of this process."""
        return cls(os.environ if environ is None else environ, "the environment")

    @classmethod
    def from_toml(
        cls, text: Secret, section: str, options: Mapping[str, type | tuple[type, ...]], variables: Settings
    ) -> tuple[Settings, dict[str, Any]]:
        """Settings from a section of a TOML text, and the options that it holds besides.

        Args:
            text: The text, from :func:`toml_text`.
            section: The table to read, with dots between its parts.
            options: Keys that are no settings, and the types of their values.
            variables: Those of the environment, which values may refer to.

        Raises:
            PygenValidationError: There is no such section, or a key or value cannot be used.
        """
        try:
            return cls._from_section(text, section, options, variables)
        except PygenValidationError as error:
            said = str(error)
        # Raised anew and without a cause: the frames below hold the text, and with it secrets.
        raise PygenValidationError(said)

    @classmethod
    def _from_section(
        cls, text: Secret, section: str, options: Mapping[str, type | tuple[type, ...]], variables: Settings
    ) -> tuple[Settings, dict[str, Any]]:
        table = _section(_parsed(text.reveal()), section)
        unknown = sorted(set(table) - set(TOML_KEYS) - set(options))
        if unknown:
            known = ", ".join(sorted((*TOML_KEYS, *options)))
            raise PygenValidationError(f"[{section}] has unknown keys: {', '.join(unknown)}. Known keys: {known}")
        others = {key: value for key, value in table.items() if key in options}
        for key, value in others.items():
            if not isinstance(value, options[key]):
                raise PygenValidationError(f"{key} in [{section}] cannot be {value!r}")
        values = {variable: _plain(key, table[key], variables) for key, variable in TOML_KEYS.items() if key in table}
        names = {variable: key for key, variable in TOML_KEYS.items()}
        return cls(values, f"the section [{section}]", names), others


def toml_text(source: str | Path) -> Secret:
    """The text of a file; a text with a line break or an equals sign is TOML itself.

    Raises:
        PygenValidationError: There is no such file.
    """
    if isinstance(source, str) and ("\n" in source or "=" in source):
        return Secret(source)
    try:
        return Secret(Path(source).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PygenValidationError(f"Cannot read {source}: {error}") from error


def _section(table: dict[str, Any], section: str) -> dict[str, Any]:
    for name in section.split("."):
        found = table.get(name)
        if not isinstance(found, dict):
            raise PygenValidationError(f"There is no section [{section}]")
        table = found
    return table


def _parsed(text: str) -> dict[str, Any]:
    try:
        parser = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    except ImportError as error:
        raise PygenValidationError("Python 3.10 reads TOML with the package tomli: install it") from error
    try:
        table: dict[str, Any] = parser.loads(text)
    except ValueError as error:
        raise PygenValidationError(f"The text is not valid TOML: {error}") from error
    return table


def _plain(key: str, value: Any, environment: Settings) -> str:
    """A value as an environment variable would hold it. ``${NAME}`` stands for a variable."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise PygenValidationError(f"{key} must be text or a number")
    reference = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if reference is None:
        return str(value)
    found = environment.get(reference[1])
    if found is None:
        raise PygenValidationError(f"{key} refers to {reference[1]}: set it in the environment")
    return found
