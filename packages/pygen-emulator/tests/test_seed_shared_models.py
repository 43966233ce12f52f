"""Real data models fill with valid instances: members of their views, with relations and edges that fit."""

from __future__ import annotations

from typing import Any

import emulated_project
import pytest
import shared_models
from emulated_project import Json, Project
from pygen_client.schema import DirectRelationType, EdgeConnection, MappedProperty, View, ViewId
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.shared,
    pytest.mark.no_cover,  # long, and what they meet is counted elsewhere
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]

LEFT_OUT = {
    # Views of edges that map a container for nodes besides: no instance can have data in both.
    "CdmExtensionFull": {
        "sp_enterprise_schema:YourOrg360ImageAnnotation(v1)",
        "sp_enterprise_schema:YourOrgDiagramAnnotation(v1)",
    },
    # An edge to a view that is not in the data model.
    "Maintain": {"edges of the type maintain_solution_model:plans.MaintenanceOrdersLink"},
    # Its nodes are of views that the emulator refuses, for what they need is in no file.
    "SceneDataModel": {"cdf_3d_schema:Cdf3dConnectionProperties(1)"},
}
EMPTY = {"Fields"}
"""None of its views can be deployed, for their containers are in no file."""


def seeded(name: str) -> tuple[Emulator, Any]:
    emulator = Emulator.in_process()
    shared_models.deploy(emulator, name)
    return emulator, emulator.seed(300, space="stock")


@pytest.fixture(params=shared_models.names())
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_every_view_has_members_and_what_they_refer_to_fits(name: str) -> None:
    emulator, result = seeded(name)
    with emulated_project.connected(emulator) as project:
        views = {view.as_id(): view for view in _views(project)}

        assert result.left_out.keys() == LEFT_OUT.get(name, set())
        assert result.count == (0 if name in EMPTY else 300)
        for view_id, view in views.items():
            items = _members(project, view)
            assert len(items) >= result.counts.get(str(view_id), 0)
            _check_relations(project, view, items)
            if view.used_for != "edge":
                _check_edges(project, view, views)


def test_the_same_seed_gives_the_same_instances() -> None:
    def everything() -> list[Json]:
        emulator, _ = seeded("Omni")
        with emulated_project.connected(emulator) as project:
            views = [view for view in _views(project) if view.queryable]
            return [_without_times(item) for view in views for item in _members(project, view)]

    assert everything() == everything()


def _views(project: Project) -> list[View]:
    """The views of the data models."""
    with project.emulator.client() as client:
        models = client.data_models.list(limit=None, inline_views=True, include_global=True)
    views = {view.as_id(): view for model in models for view in model.views if isinstance(view, View)}
    return [views[view_id] for view_id in sorted(views)]


def _members(project: Project, view: View) -> list[Json]:
    if not view.queryable:
        return []
    kind = "edge" if view.used_for == "edge" else "node"
    body = {"instanceType": kind, "sources": [{"source": view.as_id().dump()}]}
    found: list[Json] = project.post("instances/list", body)["items"]
    return found


def _check_relations(project: Project, view: View, items: list[Json]) -> None:
    for name, prop in view.properties.items():
        if not (isinstance(prop, MappedProperty) and isinstance(prop.type, DirectRelationType)):
            continue
        values = [_shown(item, view).get(name) for item in items if item["externalId"].startswith(view.external_id)]
        targets = [one for value in values if value for one in (value if isinstance(value, list) else [value])]
        if prop.type.source is not None:
            assert _are_members(project, targets, prop.type.source), f"{view.as_id()}.{name}"


def _check_edges(project: Project, view: View, views: dict[ViewId, View]) -> None:
    """Of the edges that begin or end at members of the view, some lead to members of the view that is named.

    Several views may name one type of edge and mean different nodes at its end, so it need not be all.
    """
    own = {item["externalId"] for item in _members(project, view)}
    for prop in view.properties.values():
        if isinstance(prop, EdgeConnection) and prop.source in views and views[prop.source].queryable:
            near, far = ("endNode", "startNode") if prop.direction == "inwards" else ("startNode", "endNode")
            is_type = {"equals": {"property": ["edge", "type"], "value": prop.type.dump()}}
            edges = project.page(instanceType="edge", filter=is_type)["items"]
            ends = [edge[far] for edge in edges if edge[near]["externalId"] in own]
            assert not ends or any(_are_members(project, [end], prop.source) for end in ends), str(prop.type)


def _are_members(project: Project, nodes: list[Json], view: ViewId) -> bool:
    names = {(node["space"], node["externalId"]) for node in nodes}
    items = [emulated_project.name_of(external_id, space=space) for space, external_id in sorted(names)]
    if not items:
        return True
    body = {"items": items, "sources": [{"source": view.dump()}]}
    return len(project.post("instances/byids", body)["items"]) == len(items)


def _shown(item: Json, view: View) -> Json:
    shown: Json = item["properties"].get(view.space, {}).get(f"{view.external_id}/{view.version}", {})
    return shown


def _without_times(item: Json) -> Json:
    return {key: value for key, value in item.items() if key not in ("createdTime", "lastUpdatedTime")}
