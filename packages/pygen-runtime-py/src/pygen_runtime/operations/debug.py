"""Reading a list with what the service has to say about the read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic_core import from_json

from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.instances.properties import property_names
from pygen_runtime.operations.read import Fetch, Reader

T = TypeVar("T", bound=Instance)


class DebuggedReader(Reader[T]):
    """A read in pages that asks for notices, and keeps what each answer says beside its items."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._body = {**self._body, "debug": {}}
        self._typing: Mapping[str, Any] = {}
        self._notices: list[Mapping[str, Any]] = []

    def decode(self, fetch: Fetch) -> list[Page[T]]:
        """The instances of a page, which is the only one; its bytes are given up."""
        answer = from_json(fetch.content)
        self._typing = self._typing or answer.get("typing") or {}
        self._notices += answer.get("debug", {}).get("notices", ())
        return super().decode(fetch)

    def report(self, result: InstanceList[Any], item_class: type[Instance]) -> None:
        """Write what was kept into the list that was read."""
        result.typing = types_of(item_class, self._typing)
        result.notices = self._notices


def types_of(item_class: type[Instance], typing: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of the properties of a view, by attribute; by name what the class does not know."""
    attributes = {name: attribute for attribute, name in property_names(item_class).items()}
    space, view = item_class.view_id.as_path()
    found: Mapping[str, Any] = typing.get(space, {}).get(view, {})
    return {attributes.get(name, name): described for name, described in found.items()}
