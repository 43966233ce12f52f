"""The names of tables, columns and indexes in the database.

SQLite ignores the case of names, the service does not: ``Pump`` and ``pump`` are two containers. So an upper case
letter is written with ``^`` before it. The names are otherwise those of the schema, which keeps the database readable.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pygen_client.schema import ContainerId

_UPPER = re.compile("[A-Z]")
_REMEMBERED = 16_384
"""Names of containers and properties; every request spells all those of its views."""


def table(container: ContainerId) -> str:
    """The quoted name of the table of a container."""
    return _quoted(f"container {_marked(container)}")


def deleted_table(container: ContainerId) -> str:
    """The quoted name of the table with what deleted instances had in a container."""
    return _quoted(f"deleted {_marked(container)}")


def deleted_index(container: ContainerId) -> str:
    """The quoted name of the index of that table by instance."""
    return _quoted(f"index deleted {_marked(container)}")


def column(identifier: str) -> str:
    """The quoted name of the column of a property. The prefix keeps it apart from the table's own columns."""
    return _quoted(f"p {_marked(identifier)}")


def index(container: ContainerId, identifier: str) -> str:
    """The quoted name of a btree index."""
    return _quoted(f"index {_marked(container)} {_marked(identifier)}")


def uniqueness(container: ContainerId, identifier: str) -> str:
    """The quoted name of the index behind a uniqueness constraint."""
    return _quoted(f"unique {_marked(container)} {_marked(identifier)}")


def search_index(container: ContainerId) -> str:
    """The quoted name of the full text index of a container.

    The last word keeps the tables that SQLite puts beside it, ``..._data`` and so on, apart from other containers.
    """
    return _quoted(f"search {_marked(container)} words")


def search_trigger(container: ContainerId, event: str) -> str:
    """The quoted name of the trigger that keeps that index in step when a row is inserted, updated or deleted."""
    return _quoted(f"search {_marked(container)} {event}")


@lru_cache(maxsize=_REMEMBERED)
def _marked(name: object) -> str:
    return _UPPER.sub(r"^\g<0>", str(name))


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
