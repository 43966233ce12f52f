"""What the rest of the emulator asks of a schema, be it the stored one or one that is being changed."""

from __future__ import annotations

from typing import Protocol

from pygen_client.schema import Container, ContainerId, View, ViewId


class SchemaLookup(Protocol):
    """Finds containers, and views with inherited properties included; None for what does not exist."""

    def container(self, container_id: ContainerId, /) -> Container | None: ...

    def view(self, view_id: ViewId, /) -> View | None: ...
