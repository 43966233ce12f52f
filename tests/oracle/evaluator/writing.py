"""Writing and deleting instances (behaviour.md sections 10 and 22)."""

from __future__ import annotations

from typing import Any

from evaluator.schema import ContainerId, Json, Property, identifier
from evaluator.state import ROLES, Instance, Name, Reference, State, name_of
from evaluator.values import value_of


class RefusedError(Exception):
    """The request is refused, and nothing of it is done."""


class Write:
    """One request that writes: ``with_items`` or ``with_deletes``, then ``commit``, unless it is refused."""

    def __init__(self, state: State, now: int) -> None:
        self._state = state
        self._now = now
        self._number = state.requests + 1
        self._draft = {name: instance.copy() for name, instance in state.instances.items()}
        self._touched: set[Name] = set()
        self._deletions: list[Instance] = []

    def alive(self, name: Name) -> Instance | None:
        found = self._draft.get(name)
        return found if found is not None and found.deleted is None else None

    def commit(self) -> None:
        self._state.instances = self._draft
        self._state.deletions += self._deletions
        self._state.requests = self._number

    def touch(self, instance: Instance) -> None:
        """A changed instance gets its next version, once in a request."""
        if instance.name not in self._touched:
            self._touched.add(instance.name)
            instance.version += 1
            instance.updated = self._now
            instance.changed_in = self._number

    def delete(self, items: list[Json], *, skip_conflicts: bool) -> list[Json]:
        deleted = []
        for item in items:
            name = name_of(item)
            self._demand_space(name[1])
            instance = self.alive(name)
            if instance is None:
                continue
            if _conflicts(instance, item):
                if skip_conflicts:
                    continue
                raise RefusedError("version conflict")
            deleted.append(instance)
        for instance in deleted:
            self._remove(instance)
            if instance.kind == "node":
                for edge in self._draft.values():
                    is_end = instance.reference in (edge.ends.get("startNode"), edge.ends.get("endNode"))
                    if edge.kind == "edge" and edge.deleted is None and is_end:
                        self._remove(edge)
        return [_named(instance.name) for instance in deleted]

    def _remove(self, instance: Instance) -> None:
        self.touch(instance)
        instance.deleted = self._now
        self._deletions.append(instance.copy())
        instance.data = {}

    def apply(self, request: Json) -> Json:
        """The answer to a request; deletes come before writes, and the order of items means nothing."""
        items, deletes = request["items"], request.get("delete", [])
        names = [name_of(item) for item in [*items, *deletes]]
        if len(set(names)) < len(names):
            raise RefusedError("one instance twice")
        for item in items:
            self._demand_use(item)
        skip = request.get("skipOnVersionConflict", False)
        deleted = self.delete(deletes, skip_conflicts=skip)
        written: list[Json] = []
        for item in items:
            self._demand_space(item["space"])
            existing = self.alive(name_of(item))
            if existing is None or not _conflicts(existing, item):
                written.append(item)
            elif not skip:
                raise RefusedError("version conflict")
        for item in written:
            if self.alive(name_of(item)) is None:
                self._create(name_of(item))
        for item in written:
            self._set_ends(item, request)
            self._set_data(item, request)
        for item in written:
            self._check(self._draft[name_of(item)], item)
        return {"items": [self._result(item, item in written) for item in items], "deleted": deleted}

    def _demand_use(self, item: Json) -> None:
        """What the schema forbids is refused even where the item would be skipped."""
        for source in item.get("sources", []):
            for container in self._state.schema.containers_of(source["source"]):
                if self._state.schema.containers[container].used_for not in ("all", item["instanceType"]):
                    raise RefusedError("the container is for the other kind of instance")

    def _demand_space(self, space: str) -> None:
        if space not in self._state.spaces:
            raise RefusedError("no such space")

    def _create(self, name: Name) -> None:
        kind, *reference = name
        other = "edge" if kind == "node" else "node"
        if self.alive((other, reference[0], reference[1])) is not None:
            raise RefusedError("an instance of the other kind has the id (stance 3)")
        version = self._draft[name].version if name in self._draft else 0
        instance = self._draft[name] = Instance(name, version, self._now)
        if name in self._touched:
            instance.updated, instance.changed_in = self._now, self._number
        self.touch(instance)

    def _set_ends(self, item: Json, request: Json) -> None:
        instance = self._draft[name_of(item)]
        allowed = {
            "type": request.get("autoCreateDirectRelations", True),
            "startNode": request.get("autoCreateStartNodes", False),
            "endNode": request.get("autoCreateEndNodes", False),
        }
        for role in ROLES:
            if role in item:
                target = identifier(item[role])
                self._demand_node(target, create=allowed[role])
                if instance.ends.get(role) != target:
                    instance.ends[role] = target
                    self.touch(instance)

    def _demand_node(self, target: Reference, *, create: bool) -> None:
        name = ("node", *target)
        if self.alive(name) is None:
            self._demand_space(target[0])
            if not create:
                raise RefusedError("the node does not exist")
            self._create(name)

    def _set_data(self, item: Json, request: Json) -> None:
        instance, schema = self._draft[name_of(item)], self._state.schema
        given: dict[ContainerId, dict[str, Any]] = {}
        for source in item.get("sources", []):
            for container in schema.containers_of(source["source"]):
                given.setdefault(container, {})
            stored = schema.stored(source["source"])
            for name, value in source.get("properties", {}).items():
                container, identifier_ = stored[name]
                given[container][identifier_] = value_of(schema.property(stored[name]), value)
        for container, values in given.items():
            before = instance.data.get(container)
            after = {}
            for name, property_ in schema.containers[container].properties.items():
                old = before.get(name) if before is not None else None
                keeps = before is not None and not request.get("replace", False)
                fallback = old if keeps else value_of(property_, property_.default)
                after[name] = values.get(name, fallback)
                self._demand_value(property_, old, after[name])
                if name in values and property_.type == "direct":
                    self._demand_targets(property_, after[name], request)
            if after != before:
                instance.data[container] = after
                self.touch(instance)

    def _demand_value(self, property_: Property, old: Any, new: Any) -> None:
        if new is None and not property_.nullable:
            raise RefusedError("a required property has no value")
        if property_.immutable and old is not None and new != old:
            raise RefusedError("an immutable property changes")

    def _demand_targets(self, property_: Property, value: Any, request: Json) -> None:
        targets = [] if value is None else value if property_.is_list else [value]
        for target in targets:
            create = request.get("autoCreateDirectRelations", True) and property_.target is None
            self._demand_node(target, create=create)

    def _check(self, instance: Instance, item: Json) -> None:
        """What must hold after the request, for the containers and relations that the item writes."""
        schema = self._state.schema
        touched = {
            container for source in item.get("sources", []) for container in schema.containers_of(source["source"])
        }
        for container in touched:
            definition = schema.containers[container]
            if any(required not in instance.data for required in definition.requires):
                raise RefusedError("data in a required container is missing")
            for names, by_space in definition.unique:
                self._check_unique(instance, container, names, by_space=by_space)
        for source in item.get("sources", []):
            stored = schema.stored(source["source"])
            for name in source.get("properties", {}):
                property_ = schema.property(stored[name])
                value = instance.data[stored[name][0]][stored[name][1]]
                if property_.target is not None and value is not None:
                    for target in value if property_.is_list else [value]:
                        node = self.alive(("node", *target))
                        if node is None or property_.target not in node.data:
                            raise RefusedError("the target of a relation has no data in the container")

    def _check_unique(self, instance: Instance, container: ContainerId, names: list[str], *, by_space: bool) -> None:
        """Nulls do not collide (stance 26)."""
        key = [instance.data[container][name] for name in names]
        for other in self._draft.values():
            if other is instance or container not in other.data or (by_space and other.name[1] != instance.name[1]):
                continue
            if None not in key and key == [other.data[container][name] for name in names]:
                raise RefusedError("another instance has the same unique values")

    def _result(self, item: Json, written: bool) -> Json:
        instance = self._draft[name_of(item)]
        return {
            **_named(instance.name),
            "version": instance.version,
            "wasModified": written and instance.name in self._touched,
            "createdTime": instance.created,
            "lastUpdatedTime": instance.updated,
        }


def _conflicts(instance: Instance, item: Json) -> bool:
    """The stored version is greater than the one that is named (section 10)."""
    return "existingVersion" in item and instance.version > item["existingVersion"]


def _named(name: Name) -> Json:
    kind, space, external_id = name
    return {"instanceType": kind, "space": space, "externalId": external_id}


def apply(state: State, request: Json, now: int) -> Json:
    """``POST /models/instances``: the answer, or :class:`RefusedError`."""
    write = Write(state, now)
    answer = write.apply(request)
    write.commit()
    return answer


def delete(state: State, request: Json, now: int) -> Json:
    """``POST /models/instances/delete``."""
    write = Write(state, now)
    names = [name_of(item) for item in request["items"]]
    if len(set(names)) < len(names):
        raise RefusedError("one instance twice")
    answer = {"items": write.delete(request["items"], skip_conflicts=False)}
    write.commit()
    return answer
