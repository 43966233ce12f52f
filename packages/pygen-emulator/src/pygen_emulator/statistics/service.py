"""How much there is, and how much there may be (behaviour.md sections 4.2, 18 and 21).

What the service owns, such as the space ``cdf_cdm``, does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pygen_emulator.schema import limits
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.requests import SpaceReferences
from pygen_emulator.storage.database import Database
from pygen_emulator.validation import parse

Json = dict[str, Any]

_COUNT = """
SELECT space, kind, deleted_time IS NOT NULL, count(*) FROM "instance" WHERE NOT is_global GROUP BY 1, 2, 3
"""


class StatisticsService:
    """The statistics endpoints. Every answer counts what is there at that moment."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def project(self) -> Json:
        """``GET /models/statistics``."""
        schema = self._catalog.snapshot
        containers = [container for container in schema.containers.values() if not container.is_global]
        counted = self._instances()
        nodes, edges, deleted_nodes, deleted_edges = (
            sum(count for (_, *of), count in counted.items() if of == [kind, deleted])
            for deleted in (False, True)
            for kind in ("node", "edge")
        )
        return {
            "spaces": _usage(_own(schema.spaces.values()), limits.SPACES),
            "containers": _usage(len(containers), limits.CONTAINERS),
            "views": _usage(_own(schema.views.values()), limits.VIEWS),
            "dataModels": _usage(_own(schema.data_models.values()), limits.DATA_MODELS),
            "containerProperties": _usage(
                sum(len(container.properties) for container in containers), limits.CONTAINER_PROPERTIES
            ),
            "instances": {
                "edges": edges,
                "softDeletedEdges": deleted_edges,
                "nodes": nodes,
                "softDeletedNodes": deleted_nodes,
                "instances": nodes + edges,
                "instancesLimit": limits.INSTANCES,
                "softDeletedInstances": deleted_nodes + deleted_edges,
                "softDeletedInstancesLimit": limits.SOFT_DELETED_INSTANCES,
            },
            "concurrentReadLimit": limits.CONCURRENT_READS,
            "concurrentWriteLimit": limits.CONCURRENT_WRITES,
            "concurrentDeleteLimit": limits.CONCURRENT_DELETES,
        }

    def spaces(self) -> Json:
        """``GET /models/statistics/spaces``: every space of the project, in one answer, by id."""
        own = (space.space for space in self._catalog.snapshot.spaces.values() if not space.is_global)
        return self._of(sorted(own))

    def spaces_by_ids(self, body: Any) -> Json:
        """``POST /models/statistics/spaces/byids``: those that exist, each once, in the order asked for."""
        asked = dict.fromkeys(item.space for item in parse(SpaceReferences, body).items)
        return self._of(space for space in asked if self._catalog.has_space(space))

    def _of(self, spaces: Iterable[str]) -> Json:
        schema, counted = self._catalog.snapshot, self._instances()
        containers = Counter(id_.space for id_ in schema.containers)
        views = Counter(id_.space for id_ in schema.views)
        data_models = Counter(id_.space for id_ in schema.data_models)
        return {
            "items": [
                {
                    "space": space,
                    "containers": containers[space],
                    "views": views[space],
                    "dataModels": data_models[space],
                    "edges": counted[space, "edge", False],
                    "softDeletedEdges": counted[space, "edge", True],
                    "nodes": counted[space, "node", False],
                    "softDeletedNodes": counted[space, "node", True],
                }
                for space in spaces
            ]
        }

    def _instances(self) -> Counter[tuple[str, str, bool]]:
        """How many instances there are, by space, kind and whether they are deleted."""
        with self._database.read() as connection:
            rows = connection.execute(_COUNT).fetchall()
        return Counter({(space, kind, bool(deleted)): count for space, kind, deleted, count in rows})


def _own(items: Iterable[Any]) -> int:
    return sum(not item.is_global for item in items)


def _usage(count: int, limit: int) -> Json:
    return {"count": count, "limit": limit}
