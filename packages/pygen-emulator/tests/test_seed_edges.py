"""Seeded edges connect what views say."""

from __future__ import annotations

from seeded_project import MODEL, Project, container, edges, prop, view, view_ref


def test_edges_connect_the_nodes_that_views_say() -> None:
    node, link = (
        container("Node", {"name": prop("text")}),
        container("Link", {"weight": prop("float32")}, usedFor="edge"),
    )
    other = container("Other", {"name": prop("text")})
    views = [
        view("Link", {"Link": ["weight"]}),
        view(
            "Node",
            {"Node": ["name"]},
            connections={
                "others": edges("linked", "Other", edgeSource=view_ref("Link")),
                "friend": edges("friend", "Node", connectionType="single_edge_connection"),
                "owner": edges("owns", "Other", connectionType="single_edge_connection", direction="inwards"),
            },
        ),
        view(
            "Other",
            {"Other": ["name"]},
            connections={"nodes": edges("linked", "Node", direction="inwards", edgeSource=view_ref("Link"))},
        ),
    ]

    with Project([node, other, link], views) as project:
        seeded = project.seed(100)
        listed = project.post("instances/list", {"instanceType": "edge", "limit": 1000})["items"]
        linked = project.items("Link", "edge")

    assert seeded.counts[f"{MODEL}:Link(v1)"] == len(linked) == 20
    by_type: dict[str, list[tuple[str, str]]] = {}
    for edge in listed:
        ends = edge["startNode"]["externalId"], edge["endNode"]["externalId"]
        by_type.setdefault(edge["type"]["externalId"], []).append(ends)
    assert {(start.split("_")[0], end.split("_")[0]) for start, end in by_type["linked"]} == {("Node", "Other")}
    assert {(start.split("_")[0], end.split("_")[0]) for start, end in by_type["owns"]} == {("Other", "Node")}
    starts = [start for start, _ in by_type["friend"]]
    ends_of_owns = [end for _, end in by_type["owns"]]
    assert len(starts) == len(set(starts)) == 20
    assert len(ends_of_owns) == len(set(ends_of_owns)) == 20


def test_edges_that_no_view_of_nodes_names_go_between_any_nodes() -> None:
    node, link = (
        container("Node", {"name": prop("text")}),
        container("Link", {"weight": prop("float32")}, usedFor="edge"),
    )

    with Project([node, link], [view("Node", {"Node": ["name"]}), view("Link", {"Link": ["weight"]})]) as project:
        project.seed(10)

        assert len(project.items("Link", "edge")) == 5
