"""Which index each property has, as the containers define them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pygen_client import Operation, OperationClass
from pygen_client.core import Api, in_chunks

from pygen_runtime.answers import answer_to
from pygen_runtime.query.explain import paths_of
from pygen_runtime.query.plan import Plan

_MAX_IDS = 100
"""Views or containers in one request (behaviour.md section 4.1)."""

Path = tuple[str, ...]


def indexes(api: Api, plan: Plan) -> Operation[dict[Path, str]]:
    """Look up the indexes that begin with the properties that a plan filters and sorts by.

    An index can only help a condition or sort on the property that it begins with.
    """
    wanted = {path for step in plan.steps() for path in paths_of(step)}
    views = yield from _fetch(api, "views", {path[:2] for path in wanted if "/" in path[1]})
    mapped: dict[Path, Path] = {path: path for path in wanted if "/" not in path[1]}
    for path in wanted - mapped.keys():
        found = views.get(path[:2], {}).get("properties", {}).get(path[2], {})
        if "container" in found:
            container = found["container"]
            mapped[path] = (container["space"], container["externalId"], found["containerPropertyIdentifier"])
    containers = yield from _fetch(api, "containers", {path[:2] for path in mapped.values()})
    told = {path: _told(containers.get(own[:2], {}), own[2]) for path, own in mapped.items()}
    return {path: text for path, text in told.items() if text}


def _told(container: Mapping[str, Any], name: str) -> str:
    texts = []
    for identifier, index in container.get("indexes", {}).items():
        if index.get("properties", [None])[0] == name:
            kind = index.get("indexType", "unknown")
            sorts = ", also for sorted paging" if index.get("cursorable") else ""
            texts.append(f"{kind} index {identifier}{sorts}{', within a space' if index.get('bySpace') else ''}")
    return "; ".join(texts)


def _fetch(api: Api, kind: str, places: Iterable[Path]) -> Operation[dict[Path, Mapping[str, Any]]]:
    def fetch(part: Any) -> Operation[list[Mapping[str, Any]]]:
        items = []
        for space, name in part:
            external_id, _, version = name.partition("/")
            items.append({"space": space, "externalId": external_id, **({"version": version} if version else {})})
        response = yield from api.post(f"/models/{kind}/byids", {"items": items}, operation_class=OperationClass.SCHEMA)
        with answer_to("a lookup of containers and views"):
            found: list[Mapping[str, Any]] = [*response.json()["items"]]
        return found

    answers = yield from in_chunks(sorted(places), _MAX_IDS, OperationClass.SCHEMA, fetch)
    version = "version" if kind == "views" else None
    return {(one["space"], one["externalId"] + (f"/{one[version]}" if version else "")): one for one in answers}
