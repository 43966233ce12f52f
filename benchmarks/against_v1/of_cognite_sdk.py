"""The official Python SDK at work, untyped: one path in one process, figures as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import plant
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from cognite.client.data_classes.data_modeling import NodeApply, NodeId, NodeOrEdgeData, ViewId
from measuring import measured

PUMP = ViewId(plant.SPACE, "Pump", plant.VERSION)


def connect(url: str) -> CogniteClient:
    """The client."""
    global_config.disable_pypi_version_check = True
    return CogniteClient(
        ClientConfig(client_name="benchmark", project="plant", base_url=url, credentials=Token("token"))
    )


def written(count: int) -> list[NodeApply]:
    """Pumps to write."""
    return [
        NodeApply(plant.SPACE, f"pump_{number}", sources=[NodeOrEdgeData(PUMP, plant.properties(number))])
        for number in range(count)
    ]


def work_of(path: str, url: str, count: int) -> Callable[[], Any]:
    """The work of one path, all else being done before."""
    instances = connect(url).data_modeling.instances
    ids = [NodeId(plant.SPACE, f"pump_{number}") for number in range(count)] if path in ("retrieve", "delete") else []
    items = written(count) if path == "upsert" else []
    works: dict[str, Callable[[], Any]] = {
        "list": lambda: instances.list(sources=PUMP, limit=None),
        "iterate": lambda: sum(len(page) for page in instances(chunk_size=1000, sources=PUMP)),
        "frame": lambda: instances.list(sources=PUMP, limit=None).to_pandas(expand_properties=True),
        "retrieve": lambda: instances.retrieve(ids, sources=PUMP),
        "search": lambda: instances.search(PUMP, "water", limit=count),
        "delete": lambda: instances.delete(ids),
        "upsert": lambda: instances.apply(items),
    }
    return works[path]


if __name__ == "__main__":
    measured(*sys.argv[1:], work_of=work_of)
