"""The instance endpoints: from a decoded request body to a JSON answer."""

from __future__ import annotations

import sqlite3
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database


class InstanceService:
    """Writes, reads and deletes nodes and edges.

    Every method takes the decoded JSON of a request, not yet validated, and returns the JSON of the answer.

    Raises:
        ApiError: The request ends with the service's error body; nothing of it was stored.
    """

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def apply(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances``."""
        raise ApiError(501, "Not simulated: POST /models/instances")

    def byids(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/byids``."""
        raise ApiError(501, "Not simulated: POST /models/instances/byids")

    def list(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/list``."""
        raise ApiError(501, "Not simulated: POST /models/instances/list")

    def delete(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/delete``."""
        raise ApiError(501, "Not simulated: POST /models/instances/delete")

    def space_in_use(self, connection: sqlite3.Connection, space: str) -> bool:
        """Whether any node or edge that is not deleted lives in the space."""
        return False
