"""The table of a container: its columns, its indexes and its uniqueness."""

from __future__ import annotations

import sqlite3

from pygen_client.schema import Container, ContainerId


def create(connection: sqlite3.Connection, container: Container) -> None:
    """Make the table of a new container, with the indexes and uniqueness it declares."""


def extend(connection: sqlite3.Connection, before: Container, after: Container) -> None:
    """Give the table the columns, indexes and constraints that the container gained.

    Raises:
        ApiError: 400, when stored data contradicts what the container now demands.
    """


def drop(connection: sqlite3.Connection, container_id: ContainerId) -> None:
    """Remove the table with all its data. The instances themselves stay."""


def drop_index(connection: sqlite3.Connection, container_id: ContainerId, identifier: str) -> None:
    """Remove one index; one without a table structure of its own, such as an inverted index, is ignored."""


def drop_constraint(connection: sqlite3.Connection, container_id: ContainerId, identifier: str) -> None:
    """Remove one constraint; one that the tables do not hold, such as ``requires``, is ignored."""
