"""The body of aggregate (behaviour.md section 15)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator
from typing_extensions import Self

from pygen_emulator.filters.references import Body, ViewReference
from pygen_emulator.instances.requests import TargetUnits
from pygen_emulator.search.matching import Operator
from pygen_emulator.storage.instance_table import InstanceKind

DEFAULT_GROUPS = 100


class Count(Body):
    """Without a property it counts instances, with one its values."""

    property: str | None = None


class Measure(Body):
    """``avg``, ``min``, ``max`` or ``sum``."""

    property: str


class Histogram(Body):
    property: str
    interval: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Aggregate(Body):
    """One of these functions."""

    count: Count | None = None
    avg: Measure | None = None
    min: Measure | None = None
    max: Measure | None = None
    sum: Measure | None = None
    histogram: Histogram | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.function()
        return self

    def function(self) -> tuple[str, Count | Measure | Histogram]:
        """The name of the function that is given, and what is given to it."""
        given = [(name, value) for name in type(self).model_fields if (value := getattr(self, name)) is not None]
        if len(given) != 1:
            raise ValueError(f"must be one of {', '.join(type(self).model_fields)}")
        return given[0]


class AggregateRequest(Body):
    """``POST /models/instances/aggregate``. The filter is parsed where it is compiled."""

    view: ViewReference
    instance_type: InstanceKind | None = None
    aggregates: Annotated[list[Aggregate], Field(max_length=5)] | None = None
    group_by: Annotated[list[str], Field(min_length=1, max_length=5)] | None = None
    filter: dict[str, Any] | None = None
    query: str | None = None
    properties: Annotated[list[str], Field(min_length=1, max_length=200)] | None = None
    operator: Operator | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    target_units: TargetUnits | None = None
    include_typing: bool | None = None
