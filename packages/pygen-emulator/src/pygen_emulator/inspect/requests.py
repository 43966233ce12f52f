"""The bodies of the two inspect endpoints (behaviour.md section 18)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pygen_emulator.filters.references import Body
from pygen_emulator.instances.requests import Identifier
from pygen_emulator.schema.requests import ContainerReference


class Versions(Body):
    """Whether every version of a view counts, or only the newest."""

    all_versions: bool | None = None


class ViewCount(Versions):
    """``includeUnavailableViews`` means nothing here: every caller may see every view."""

    include_unavailable_views: bool | None = None


class InstanceOperations(Body):
    involved_views: Versions | None = None
    involved_containers: Versions | None = None


class InstanceInspectRequest(Body):
    """``POST /models/instances/inspect``."""

    inspection_operations: InstanceOperations
    items: Annotated[list[Identifier], Field(min_length=1, max_length=1000)]


class ContainerOperations(Body):
    involved_views: Versions | None = None
    total_involved_view_count: ViewCount | None = None


class ContainerInspectRequest(Body):
    """``POST /models/containers/inspect``."""

    inspection_operations: ContainerOperations
    items: Annotated[list[ContainerReference], Field(min_length=1, max_length=10)]
