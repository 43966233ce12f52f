"""One instance inside a query, and the container tables that are joined to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from pygen_client.schema import ContainerId

from pygen_emulator.storage import names
from pygen_emulator.storage.instance_table import InstanceKind


class Scope:
    """Names for the instance's row and for the rows of its containers.

    Containers are joined loosely: where the instance has no data in one, its columns are null. SQLite turns the join
    into a strict one by itself where a comparison cannot hold for null, so that indexes of the container can lead.

    Args:
        kind: Whether the instance is a node or an edge.
        numbers: Where the names of inner scopes come from; leave it out for the outermost.
    """

    def __init__(self, kind: InstanceKind, numbers: Iterator[int] | None = None) -> None:
        self.kind = kind
        self._numbers = numbers if numbers is not None else count()
        self.instance = f"i{next(self._numbers)}"
        self._aliases: dict[ContainerId, str] = {}
        self._required: dict[ContainerId, None] = {}
        self._leading: ContainerId | None = None

    def table(self, container: ContainerId) -> str:
        """The name of the container's row."""
        if container not in self._aliases:
            self._aliases[container] = f"c{next(self._numbers)}"
        return self._aliases[container]

    def require(self, containers: Iterable[ContainerId]) -> None:
        """Leave out instances without data in all of these."""
        for container in containers:
            self.table(container)
            self._required[container] = None

    @property
    def required(self) -> list[ContainerId]:
        """The containers in all of which the instance has data."""
        return list(self._required)

    def lead(self, container: ContainerId) -> None:
        """Go through the rows of a required container, in the order of one of its indexes, and look the rest up."""
        self._leading = container

    @property
    def is_led(self) -> bool:
        """Whether a container leads."""
        return self._leading is not None

    @property
    def row(self) -> str:
        """The number of the instance's row, as a column of the table that leads: its order costs nothing there."""
        return f"{self.instance if self._leading is None else self.table(self._leading)}.id"

    def inner(self, kind: InstanceKind) -> Scope:
        """A scope for another instance in the same statement."""
        return Scope(kind, self._numbers)

    def source(self) -> str:
        """What goes behind ``FROM``. Ask for it when every condition is compiled."""
        first = f'"instance" AS {self.instance}'
        if self._leading is not None:
            # SQLite never changes the order of a cross join.
            leader = f"{names.table(self._leading)} AS {self.table(self._leading)}"
            first = f"{leader} CROSS JOIN {first} ON {self.instance}.id = {self.table(self._leading)}.id"
        followers = [container for container in self._aliases if container != self._leading]
        # What is joined loosely comes last: SQLite moves no table across it.
        followers.sort(key=lambda container: container not in self._required)
        joins = (
            f" {'' if container in self._required else 'LEFT '}JOIN {names.table(container)} AS {self.table(container)}"
            f" ON {self.table(container)}.id = {self.instance}.id"
            for container in followers
        )
        return f"{first}{''.join(joins)}"
