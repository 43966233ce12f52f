"""Circles among references."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_cycle(edges: Mapping[Node, Sequence[Node]]) -> list[Node] | None:
    """One circle, its first node repeated at the end; None if there is none. What is no key leads nowhere."""
    finished: set[Node] = set()
    for start in edges:
        path = [start] if start not in finished else []
        untried = [iter(edges[start])]
        while path:
            target = next((node for node in untried[-1] if node in edges and node not in finished), None)
            if target is None:
                finished.add(path.pop())
                untried.pop()
            elif target in path:
                return [*path[path.index(target) :], target]
            else:
                path.append(target)
                untried.append(iter(edges[target]))
    return None
