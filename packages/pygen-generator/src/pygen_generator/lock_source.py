"""A data model as a lock recorded it: generation without a connection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pygen_client.schema import DataModelId

from pygen_generator.lock import Lock
from pygen_generator.schema import Schema
from pygen_generator.sources.documents import read_text


class LockSource:
    """The schema in a ``pygen.lock``."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return Lock.load(read_text(self.path)).schema.select(wanted)
