"""The properties that an aggregate request names, by their plain names in its view."""

from __future__ import annotations

from collections.abc import Sequence

from pygen_client.schema import View

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.properties import Column, column
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources

_BASE = {
    "node": ("space", "externalId", "type", "version", "createdTime", "lastUpdatedTime"),
    "edge": ("space", "externalId", "type", "version", "createdTime", "lastUpdatedTime", "startNode", "endNode"),
}
"""What every instance has and what can be counted, unless the view has a property of that name."""


class Columns:
    """Properties of one view as columns of a scope."""

    def __init__(self, view: View, scope: Scope, sources: Sources) -> None:
        self._view = view
        self._scope = scope
        self._sources = sources

    def counted(self, name: str) -> Column:
        """A property of the view, or one that every instance has.

        Raises:
            ApiError: 400, if there is no such property.
        """
        if name not in self._view.properties and name in _BASE[self._scope.kind]:
            return column([self._scope.kind, name], self._scope, self._sources)
        return self._mapped(name)

    def typed(self, name: str, use: str, types: Sequence[str]) -> Column:
        """A property of the view whose type is one of those.

        Args:
            use: What it is wanted for, for the message.
            types: Names of types, with ``[]`` behind them for lists.

        Raises:
            ApiError: 400. There is no such property, or it is of another type.
        """
        found = self._mapped(name)
        type_ = f"{found.type.type}[]" if found.type.is_list else found.type.type
        if type_ not in types:
            raise ApiError(
                400,
                f"Property '{name}' of type {type_} cannot be used in {use}. Supported types are [{', '.join(types)}].",
            )
        return found

    def _mapped(self, name: str) -> Column:
        view = self._view
        return column([view.space, f"{view.external_id}/{view.version}", name], self._scope, self._sources)
