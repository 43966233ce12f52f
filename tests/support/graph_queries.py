"""Asking graph queries and syncs, and reading their answers by external id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from emulated_project import Json, Project, view


def nodes(filter_: Json | None = None, **options: Any) -> Json:
    """A result set of nodes; options of the traversal and of the result set alike."""
    return _expression("nodes", filter_, options)


def edges(filter_: Json | None = None, **options: Any) -> Json:
    """A result set of edges."""
    return _expression("edges", filter_, options)


_OUTER = ("sort", "postSort", "limit", "mode", "skipAlreadyDeleted", "backfillSort")


def _expression(kind: str, filter_: Json | None, options: Json) -> Json:
    outer = {key: options.pop(key) for key in _OUTER if key in options}
    if "from_" in options:
        options["from"] = options.pop("from_")
    inner = options if filter_ is None else {**options, "filter": filter_}
    return {kind: inner, **outer}


def named(*external_ids: str) -> Json:
    """A filter for instances by their external ids."""
    return {"in": {"property": ["node", "externalId"], "values": list(external_ids)}}


def through(identifier: str, view_name: str = "Tool") -> Json:
    """A direct relation, named through a view."""
    return {"source": view(view_name), "identifier": identifier}


def reading(view_name: str, *properties: str) -> Json:
    """A select that reads properties of one view."""
    return {"sources": [{"source": view(view_name), "properties": list(properties)}]}


def body_of(sets: Json, select: Sequence[str] | Json | None = None, **body: Any) -> Json:
    """The body of a request; without ``select`` every result set is selected."""
    selected = select if isinstance(select, dict) else {name: {} for name in select or sets}
    return {"with": sets, "select": selected, **body}


def query(project: Project, sets: Json, select: Sequence[str] | Json | None = None, **body: Any) -> Json:
    """The answer of a graph query."""
    return project.post("instances/query", body_of(sets, select, **body))


def sync(project: Project, sets: Json, select: Sequence[str] | Json | None = None, **body: Any) -> Json:
    """The answer of a sync."""
    return project.post("instances/sync", body_of(sets, select, **body))


def ids(answer: Json) -> dict[str, list[str]]:
    """The external ids in each result set; a deleted instance has a minus before its own."""
    return {
        name: [("-" if "deletedTime" in item else "") + item["externalId"] for item in items]
        for name, items in answer["items"].items()
    }


def found(project: Project, sets: Json, name: str, **body: Any) -> list[str]:
    """The external ids in one result set."""
    return ids(query(project, sets, [name], **body))[name]


def pages(project: Project, sets: Json, name: str, **body: Any) -> Iterator[list[str]]:
    """Every page of one result set, the others staying where they are."""
    cursor = None
    while True:
        answer = query(project, sets, [name], cursors={name: cursor}, **body)
        yield ids(answer)[name]
        if name not in answer["nextCursor"]:
            return
        cursor = answer["nextCursor"][name]
