"""A data model in an emulator, the package that is generated from it there, and objects to write through it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import generated_sdk
import membership
import sample_values
import shared_models
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy
from pygen_client import OperationClass, PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import Container, ContainerId, DataModelId, View, ViewId
from pygen_emulator import Emulator
from pygen_generator import open_source
from pygen_generator.config import GeneratorConfig, PythonConfig
from pygen_generator.generate import generate_sdk
from pygen_generator.schema import whole_views
from pygen_generator.sources.service import ServiceSource
from pygen_runtime import Edge, Instance
from pygen_runtime.relations import EdgeRelation

SPACE = "end_to_end"


class Deployed:
    """A data model in an emulator, and the package that was generated from it there."""

    def __init__(self, cdf: Emulator) -> None:
        self.cdf = cdf
        self.views: dict[ViewId, View] = {}
        self.containers: dict[ContainerId, Container] = {}
        self.module = ModuleType("not generated yet")

    def config(self) -> PygenClientConfig:
        return PygenClientConfig(self.cdf.base_url, self.cdf.project, TokenCredentials(self.cdf.token))

    def client(self) -> PygenClient:
        return PygenClient(self.config(), transport=self.cdf.transport())

    def read_classes(self) -> list[type[Instance]]:
        """The classes of writable views."""
        found = [getattr(self.module, name) for name in dir(self.module)]
        return [
            one for one in found if isinstance(one, type) and issubclass(one, Instance) and hasattr(one, "as_write")
        ]

    def can_exist(self, view: View) -> bool:
        """Whether any instance can have data in all containers: some are for nodes only, some for edges only."""
        return not {"node", "edge"} <= {self.containers[one].used_for for one in view.mapped_containers}

    def example(self, read_class: type[Instance], seed: int) -> tuple[Any, dict[str, Any]]:
        """An object of the class with a value for every property, and the instance that must be there before it."""
        view = self.views[read_class.view_id]
        target = {"space": SPACE, "externalId": f"target {seed}"}
        wanted = membership.needs(view, self.containers, 2_000_000 + seed)
        values = {**sample_values.of_view(view, seed, target), **membership.overrides(view, wanted)}
        bare: dict[str, Any] = {
            "instanceType": "edge" if issubclass(read_class, Edge) else "node",
            "space": SPACE,
            "externalId": f"{read_class.__name__} {seed}",
            "type": wanted.node_type or target,
        }
        if issubclass(read_class, Edge):
            bare |= {"startNode": target, "endNode": target}
        given = read_class.load({**bare, "properties": {view.space: {f"{view.external_id}/{view.version}": values}}})
        own = set(view.mapped_containers)
        sources = [
            {"source": container.dump(), "properties": properties}
            for container, properties in wanted.values.items()
            if container not in own
        ]
        return given, {**bare, "sources": sources} if sources else {}

    def edge(self, relation: EdgeRelation[Any, Any], seed: int) -> Any:
        """What can be written for a connection: a node, or an edge with all its properties. Each ends at a target."""
        far = (SPACE, f"target {seed}")
        if relation.edge is None:
            return far
        given = self.example(relation.edge_class, seed)[0].as_write()
        values = {name: getattr(given, name) for name in given.model_fields_set - type(given)._metadata_fields}
        return type(given)(**values, **{"end_node" if relation.direction == "outwards" else "start_node": far})


OWN = tuple(
    Path(__file__).parents[2] / path
    for path in ("examples/shop/model", "packages/pygen-cli/src/pygen_cli/demo/example/model")
)
"""Data models of this project."""
TOGETHER = ("CogPool+PygenPool", "OmniMultiA+OmniMultiB+OmniMultiC")
"""Data models of one SDK: two that share views, and three with one view name in several versions and spaces."""


def models_in(folder: Path) -> list[Path]:
    """The data models in a folder: each JSON or YAML file, each folder of the Toolkit, or the folder itself as one."""
    if any(_defines_a_model(path) for path in folder.iterdir()):
        return [folder]
    files = [path for path in folder.iterdir() if path.suffix in (".json", ".yaml", ".yml")]
    folders = [path for path in folder.iterdir() if path.is_dir() and any(map(_defines_a_model, path.rglob("*")))]
    return sorted([*files, *folders])


def _defines_a_model(path: Path) -> bool:
    return path.is_file() and re.fullmatch(r"(.*\.)?datamodel\.ya?ml", path.name, re.IGNORECASE) is not None


def _deploy(cdf: Emulator, given: str | Path) -> list[DataModelId]:
    """Deploy models, shared ones by their names or those of a path; what a source lacks is made up for, or left out."""
    if isinstance(given, Path):
        schema = open_source(given).load(())
        deploy(cdf, deployment_of(schema), str(given))
        return [model.as_id() for model in schema.data_models]
    names = given.split("+")
    for name in names:
        shared_models.deploy(cdf, name)
    return [shared_models.load(name).data_model.as_id() for name in names]


@contextmanager
def deployed(given: str | Path, folder: Path) -> Iterator[Deployed]:
    """Deploy the model, make nodes that relations can point to, generate the package into the folder, import it.

    Several shared models, with ``+`` between their names, are generated into one package.
    """
    package = re.sub(r"\W", "_", f"sdk_{given}".lower())
    with Emulator.in_process() as cdf:
        ids = _deploy(cdf, given)
        cdf.deploy(spaces=[{"space": SPACE}])
        result = Deployed(cdf)
        with result.client() as client:
            schema = ServiceSource(client).load(ids)
            result.views = {view.as_id(): view for model in schema.data_models for view in whole_views(model)}
            result.containers = {one.as_id(): one for one in client.containers.list(include_global=True)}
            write(client, list(targets(result.containers.values(), 6 * len(result.views))))
        source = folder / "model.json"
        source.write_text(json.dumps([model.dump() for model in schema.data_models]), encoding="utf-8")
        python = PythonConfig(package=package, client_name="Client")
        sdk = generate_sdk(source, GeneratorConfig(default_instance_space=SPACE, python=python))
        generated_sdk.write(sdk, folder)
        with generated_sdk.imported(folder, package) as result.module:
            yield result


def targets(containers: Iterable[Container], count: int) -> Iterator[dict[str, Any]]:
    """Nodes that any relation may point to: they have data in every container for nodes."""
    containers = list(containers)
    for seed in range(count):
        target = {"space": SPACE, "externalId": f"target {seed}"}
        sources = [
            {
                "source": container.as_id().dump(),
                "properties": sample_values.required_of_container(container, 1_000_000 + seed, target),
            }
            for container in containers
            if container.used_for in ("node", "all")
        ]
        yield {"instanceType": "node", **target, **({"sources": sources} if sources else {})}


def write(client: PygenClient, items: Sequence[dict[str, Any]]) -> None:
    """Write instances in the form of the service, a few at a time."""
    for start in range(0, len(items), 20):
        body = {"items": items[start : start + 20]}
        client.run(client.api.post("/models/instances", body, operation_class=OperationClass.WRITE))


def apis(sdk: object) -> dict[type[Instance], Any]:
    """The APIs of a client by the class that each reads."""
    found = (getattr(sdk, name) for name in dir(type(sdk)))
    return {api.item_class: api for api in found if hasattr(api, "item_class")}
