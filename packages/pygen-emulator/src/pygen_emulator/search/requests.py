"""The body of search (behaviour.md section 14)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pygen_emulator.filters.references import Body, ViewReference
from pygen_emulator.instances.requests import TargetUnits
from pygen_emulator.search.matching import Operator
from pygen_emulator.storage.instance_table import InstanceKind


class SearchSort(Body):
    """As in lists, but for ``nullsFirst``."""

    property: Annotated[list[str], Field(min_length=1)]
    direction: Literal["ascending", "descending"] | None = None


class SearchRequest(Body):
    """``POST /models/instances/search``. The filter is parsed where it is compiled."""

    view: ViewReference
    query: str | None = None
    instance_type: InstanceKind | None = None
    properties: list[str] | None = None
    target_units: TargetUnits | None = None
    filter: dict[str, Any] | None = None
    include_typing: bool | None = None
    sort: Annotated[list[SearchSort], Field(max_length=5)] | None = None
    operator: Operator | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] | None = None
