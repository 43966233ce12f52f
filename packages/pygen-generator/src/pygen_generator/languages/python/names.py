"""All names of one Python SDK: classes, modules, attributes of the client and of instances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.python import reserved
from pygen_generator.languages.python.naming import module_name, snake
from pygen_generator.languages.python.spelling import Spelling
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.words import digest
from pygen_generator.model.view import Kind, Model, View

ClassKey = tuple[ViewId, Kind]
"""What one family of classes is for: a view, as nodes or as edges."""

_DERIVED = {
    "write": "{}Write",
    "list": "{}List",
    "filters": "{}Filters",
    "sort": "{}Sort",
    "api": "{}API",
    "async_api": "Async{}API",
}


@dataclass(frozen=True)
class Family:
    """The names of everything that belongs to one view, as nodes or as edges."""

    view: View
    kind: Kind
    read: str
    write: str
    list: str
    filters: str
    sort: str
    api: str
    async_api: str
    module: str
    """The module of the data classes; that of the API is ``_<module>_api``."""
    client_attribute: str

    @property
    def key(self) -> ClassKey:
        return self.view.id, self.kind


@dataclass(frozen=True)
class Names:
    """Every name of an SDK, and what had to be renamed."""

    families: Mapping[ClassKey, Family]
    """Sorted by view."""
    attributes: Mapping[ViewId, Mapping[str, str]]
    """For each view the attribute of each property and connection."""
    issues: tuple[Issue, ...]


def name_everything(model: Model, clients: Iterable[str], spelling: Spelling | None = None) -> Names:
    """Choose all names of an SDK; ``clients`` are the class names that are given already."""
    spelling = spelling or Spelling()
    labels = _labels(model, spelling)
    keys = [(view, kind) for view in model.views for kind in sorted(view.kinds, key=lambda kind: kind.value)]
    classes = _class_names(keys, labels, spelling, frozenset(clients) | reserved.CLASSES)
    modules = _scope(keys, labels, spelling, module_name, reserved.MODULES)
    attributes = _scope(keys, labels, spelling, spelling.client_attribute, reserved.CLIENT_ATTRIBUTES)
    families = {
        (view.id, kind): Family(
            view,
            kind,
            **classes[view.id, kind],
            module=modules[view.id, kind],
            client_attribute=attributes[view.id, kind],
        )
        for view, kind in keys
    }
    issues = [issue for family in families.values() for issue in _family_issues(family, classes, spelling)]
    of_instances, instance_issues = _instance_attributes(model, spelling)
    return Names(families, of_instances, (*spelling.unused(model), *issues, *instance_issues))


def _labels(model: Model, spelling: Spelling) -> dict[ViewId, str]:
    """What each view is named after: its external id, with an addition where another view's class has that name.

    A name from the settings stands as it is. Of the others:
    The view whose id sorts first stays as it is. Another version of it adds its version, one of another space its
    space, and one that is only spelt differently a mark.
    """
    labels = {view.id: given for view in model.views if (given := spelling.given(view.id))}
    groups: dict[str, list[ViewId]] = defaultdict(list)
    for view in model.views:
        if view.id not in labels:
            groups[spelling.class_name(view.id.external_id)].append(view.id)
    for name, ids in groups.items():
        first, *others = sorted(ids, key=lambda view_id: (view_id.external_id != name, view_id))
        labels[first] = first.external_id
        labels |= {view_id: f"{view_id.external_id}_{_addition(view_id, first)}" for view_id in others}
    return labels


def _addition(view_id: ViewId, first: ViewId) -> str:
    if view_id.external_id != first.external_id:
        return digest(str(view_id))
    version = view_id.version if not view_id.version[:1].isdigit() else f"v{view_id.version}"
    parts = [view_id.space] * (view_id.space != first.space) + [version] * (view_id.version != first.version)
    return "_".join(parts)


def _second(view: View, kind: Kind) -> bool:
    """Whether the family is for the edges of a view whose nodes have the view's own name."""
    return kind is Kind.EDGE and len(view.kinds) > 1


def _rank(view: View, kind: Kind, labels: Mapping[ViewId, str], spelling: Spelling) -> int:
    """What is called after an addition gives way to a view that has just that name; the settings go before both."""
    if spelling.given(view.id) and not _second(view, kind):
        return -1
    return int(_second(view, kind) or labels[view.id] != view.id.external_id)


def _class_names(
    keys: list[tuple[View, Kind]], labels: Mapping[ViewId, str], spelling: Spelling, taken: frozenset[str]
) -> dict[ClassKey, dict[str, str]]:
    def wish_key(view: View, kind: Kind, part: str) -> str:
        return f"{view.id} {kind.value} {part}"

    wishes: list[Wish] = []
    for view, kind in keys:
        stem = (spelling.given(view.id) or spelling.class_name(labels[view.id])) + (
            "Edge" if _second(view, kind) else ""
        )
        rank = _rank(view, kind, labels, spelling)
        wishes.append(Wish(wish_key(view, kind, "read"), stem, rank))
        wishes += [Wish(wish_key(view, kind, part), form.format(stem), rank + 2) for part, form in _DERIVED.items()]
    names = assign(wishes, reserved=taken)
    return {
        (view.id, kind): {part: names[wish_key(view, kind, part)] for part in ("read", *_DERIVED)}
        for view, kind in keys
    }


def _scope(
    keys: list[tuple[View, Kind]],
    labels: Mapping[ViewId, str],
    spelling: Spelling,
    spell: Callable[[str], str],
    taken: frozenset[str],
) -> dict[ClassKey, str]:
    wishes = [
        Wish(
            f"{view.id} {kind.value}",
            spell(labels[view.id] + ("_edge" if _second(view, kind) else "")),
            _rank(view, kind, labels, spelling),
        )
        for view, kind in keys
    ]
    names = assign(wishes, reserved=taken)
    return {(view.id, kind): names[wish.key] for (view, kind), wish in zip(keys, wishes, strict=True)}


def _family_issues(
    family: Family, classes: Mapping[ClassKey, Mapping[str, str]], spelling: Spelling
) -> Iterable[Issue]:
    given = spelling.given(family.view.id)
    external_id = given or family.view.id.external_id
    plain = (given or spelling.class_name(external_id)) + ("Edge" if _second(family.view, family.kind) else "")
    names = classes[family.key]
    renamed = [name for part, name in names.items() if name != (_DERIVED.get(part) or "{}").format(plain)]
    if snake(external_id) and family.read == plain and renamed:
        yield _renamed(place(family.view.id), f"classes of {external_id}", ", ".join(renamed))
    elif family.read != plain or not snake(external_id) or not external_id.isascii():
        yield _renamed(place(family.view.id), f"view {external_id}", family.read)
    attribute = spelling.client_attribute(external_id)
    if family.client_attribute.rstrip("_") == attribute and family.client_attribute != attribute:
        yield _renamed(place(family.view.id), f"client attribute {attribute}", family.client_attribute)


def _renamed(where: str, what: str, name: str) -> Issue:
    return Issue(
        Severity.INFO, "renamed", where, f"The name for {what} is taken or reserved in Python.", f"It is called {name}."
    )


def _instance_attributes(model: Model, spelling: Spelling) -> tuple[dict[ViewId, dict[str, str]], list[Issue]]:
    """The attributes of every view: those of its parents for what it inherits, own ones for the rest."""
    attributes: dict[ViewId, dict[str, str]] = {}
    given: dict[ViewId, dict[str, str]] = {}
    issues: list[Issue] = []
    for view in model.parents_first():
        properties = {part.name for part in (*view.properties, *view.connections)}
        inherited: dict[str, str] = {}
        given[view.id] = {}
        for parent in model.parents(view):
            for name, attribute in attributes[parent.id].items():
                if name in properties and name not in inherited and attribute not in inherited.values():
                    inherited[name] = attribute
                    given[view.id] |= {name: attribute} if name in given[parent.id] else {}
        for name in properties:
            if own := spelling.given(view.id, name):
                given[view.id][name] = own
        wished = {name: given[view.id].get(name) or spelling.attribute(view.id, name) for name in properties}
        wishes = [Wish(name, wish, -1 if name in given[view.id] else 0) for name, wish in wished.items()]
        names = assign(wishes, reserved=reserved.ATTRIBUTES, fixed=inherited)
        attributes[view.id] = names
        for name in sorted(names):
            odd = name not in given[view.id] and (not snake(name) or not name.isascii() or name[0].isdigit())
            if name in given[view.id] and name in inherited and names[name] != wished[name]:
                issues.append(_name_of_parent(place(view.id, name), names[name]))
            elif names[name] != wished[name] or odd:
                issues.append(_renamed(place(view.id, name), f"property {name}", names[name]))
    return attributes, issues


def _name_of_parent(where: str, name: str) -> Issue:
    return Issue(
        Severity.WARNING,
        "name-of-parent",
        where,
        "The settings name it otherwise than the parent that it is inherited from.",
        f"It is called {name}, as in the parent.",
        "Give the name to the property of the parent.",
    )
