"""One instance inside a query, and the container tables that are joined to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pygen_client.schema import ContainerId

from pygen_emulator.storage import names
from pygen_emulator.storage.instance_table import InstanceKind


class Scope:
    """Names for the instance's row and for the rows of its containers.

    Containers are joined loosely: where the instance has no data in one, its columns are null. SQLite turns the join
    into a strict one by itself where a condition cannot hold for null, so that indexes of the container can lead.

    Args:
        kind: Whether the instance is a node or an edge.
        numbers: Where the names of inner scopes come from; leave it out for the outermost.
    """

    def __init__(self, kind: InstanceKind, numbers: Iterator[int] | None = None) -> None:
        self.kind = kind
        self._numbers = numbers if numbers is not None else count()
        self.instance = f"i{next(self._numbers)}"
        self._aliases: dict[ContainerId, str] = {}

    def table(self, container: ContainerId) -> str:
        """The name of the container's row."""
        if container not in self._aliases:
            self._aliases[container] = f"c{next(self._numbers)}"
        return self._aliases[container]

    def inner(self, kind: InstanceKind) -> Scope:
        """A scope for another instance in the same statement."""
        return Scope(kind, self._numbers)

    def source(self) -> str:
        """What goes behind ``FROM``. Ask for it when every condition is compiled."""
        joins = (
            f" LEFT JOIN {names.table(container)} AS {alias} ON {alias}.id = {self.instance}.id"
            for container, alias in self._aliases.items()
        )
        return f'"instance" AS {self.instance}{"".join(joins)}'
