"""Spaces: the namespaces of schema and instances."""

from __future__ import annotations

from pygen_client.schema._base import SchemaModel


class SpaceWrite(SchemaModel):
    """A space as it is created or updated."""

    space: str
    """Id, 1 to 43 characters: letters, digits, ``_`` and ``-``, a letter first."""
    name: str | None = None
    description: str | None = None


class Space(SpaceWrite):
    """A space as the service answers it. Times are milliseconds since the epoch, UTC."""

    created_time: int
    last_updated_time: int
    is_global: bool
    """Whether the service owns it, like ``cdf_cdm``."""

    def as_id(self) -> str:
        return self.space

    def as_write(self) -> SpaceWrite:
        return SpaceWrite.load({key: value for key, value in self.dump().items() if key in _WRITABLE})


_WRITABLE = {"space", "name", "description"}
