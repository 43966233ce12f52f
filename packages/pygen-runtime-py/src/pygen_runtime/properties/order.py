"""Terms of a sort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

SortDirection: TypeAlias = Literal["ascending", "descending"]


@dataclass(frozen=True, slots=True)
class SortTerm:
    """Order by one property.

    Args:
        property: Its path, as filters name it.
        direction: Smallest first, or largest first.
        nulls_first: Whether what has no value comes first; None leaves it to the service. Search does not take it.
    """

    property: tuple[str, ...]
    direction: SortDirection = "ascending"
    nulls_first: bool | None = None

    def dump(self) -> dict[str, Any]:
        """The term in the form of the service."""
        nulls = {} if self.nulls_first is None else {"nullsFirst": self.nulls_first}
        return {"property": list(self.property), "direction": self.direction, **nulls}
