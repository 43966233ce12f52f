"""All names of one TypeScript SDK: types, constants, functions, files, members of clients and instances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.typescript import reserved
from pygen_generator.languages.typescript.naming import constant_name, module_name, property_name, value_name
from pygen_generator.languages.words import class_name, digest, pascal
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType
from pygen_generator.model.view import Kind, Model, View

ClassKey = tuple[ViewId, Kind]
"""What one family of names is for: a view, as nodes or as edges."""

EnumKey = tuple[ClassKey, tuple[SchemaText, ...]]
"""An enum by its values, in the module of one family."""

_TYPES = {
    "read": "{}",
    "write": "{}Write",
    "filters": "{}Filters",
    "relations": "{}Relations",
    "types": "{}Types",
    "api": "{}Api",
}
_VALUES = {"constant": "{}", "api_function": "{}Api"}
_LONGEST_ENUM = 60
"""Values that are longer together get a name."""


@dataclass(frozen=True)
class Family:
    """The names of everything that belongs to one view, as nodes or as edges."""

    view: View
    kind: Kind
    read: str
    write: str
    filters: str
    relations: str
    types: str
    """The interface that says what TypeScript knows of the view."""
    api: str
    constant: str
    api_function: str
    ref: str
    """The constant by which other views refer to it."""
    module: str
    """The file of the types and the constant; that of the API is ``<module>Api``."""
    member: str
    """What it is called in clients."""

    @property
    def key(self) -> ClassKey:
        return self.view.id, self.kind


@dataclass(frozen=True)
class Names:
    """Every name of an SDK, and what had to be renamed."""

    families: Mapping[ClassKey, Family]
    """Sorted by view."""
    properties: Mapping[ViewId, Mapping[str, str]]
    """For each view the member of each property and connection."""
    enums: Mapping[EnumKey, str]
    """The enums whose values have a name, since they are many."""
    issues: tuple[Issue, ...]


def name_everything(model: Model, client: str) -> Names:
    """Choose all names of an SDK; ``client`` is given already."""
    labels = _labels(model)
    keys = [(view, kind) for view in model.views for kind in sorted(view.kinds, key=lambda kind: kind.value)]
    types = _scope(keys, labels, class_name, _TYPES, reserved.TYPES | {client})
    values = _scope(keys, labels, value_name, _VALUES, reserved.KEYWORDS)
    refs = _scope(keys, labels, constant_name, {"ref": "{}"}, reserved.KEYWORDS)
    members = _scope(keys, labels, value_name, {"member": "{}"}, reserved.CLIENT_MEMBERS)
    modules = _modules(keys, labels)
    families = {
        (view.id, kind): Family(
            view,
            kind,
            **types[view.id, kind],
            **values[view.id, kind],
            **refs[view.id, kind],
            **members[view.id, kind],
            module=modules[view.id, kind],
        )
        for view, kind in keys
    }
    properties, issues = _properties(model)
    issues = [*(issue for family in families.values() for issue in _family_issues(family)), *issues]
    taken = {client, *(name for family in types.values() for name in family.values())}
    return Names(families, properties, _enums(families.values(), properties, taken), tuple(issues))


def _labels(model: Model) -> dict[ViewId, str]:
    """What each view is named after: its external id, with an addition where another view has that name.

    The view whose id sorts first stays as it is. Another version of it adds its version, one of another space its
    space, and one that is only spelt differently a mark.
    """
    labels: dict[ViewId, str] = {}
    groups: dict[str, list[ViewId]] = defaultdict(list)
    for view in model.views:
        groups[class_name(view.id.external_id)].append(view.id)
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


def _scope(
    keys: list[tuple[View, Kind]],
    labels: Mapping[ViewId, str],
    spell: Callable[[str], str],
    forms: Mapping[str, str],
    taken: frozenset[str],
) -> dict[ClassKey, dict[str, str]]:
    """Names that live side by side; what is made of a name gives way to a view that has just that name."""
    wishes: list[Wish] = []
    for view, kind in keys:
        stem = spell(labels[view.id] + "_edge") if _second(view, kind) else spell(labels[view.id])
        rank = int(_second(view, kind) or labels[view.id] != view.id.external_id)
        for part, form in forms.items():
            wishes.append(Wish(_wish_key(view, kind, part), form.format(stem), rank + 2 * (form != "{}")))
    names = assign(wishes, reserved=taken)
    return {(view.id, kind): {part: names[_wish_key(view, kind, part)] for part in forms} for view, kind in keys}


def _wish_key(view: View, kind: Kind, part: str) -> str:
    return f"{view.id} {kind.value} {part}"


def _modules(keys: list[tuple[View, Kind]], labels: Mapping[ViewId, str]) -> dict[ClassKey, str]:
    """Files, which some systems do not tell apart by capitals."""
    wanted = {
        (view.id, kind): module_name(labels[view.id] + ("_edge" if _second(view, kind) else "")) for view, kind in keys
    }
    wishes = [
        Wish(f"{view.id} {kind.value}", wanted[view.id, kind].lower(), int(_second(view, kind))) for view, kind in keys
    ]
    names = assign(wishes, reserved=reserved.MODULES)
    found = {key: names[wish.key] for key, wish in zip(wanted, wishes, strict=True)}
    return {key: name + found[key][len(name) :] for key, name in wanted.items()}


def _family_issues(family: Family) -> Iterable[Issue]:
    external_id = family.view.id.external_id
    plain = class_name(external_id) + ("Edge" if _second(family.view, family.kind) else "")
    names = {part: getattr(family, part) for part in _TYPES}
    renamed = [name for part, name in names.items() if name != _TYPES[part].format(plain)]
    if renamed or not pascal(external_id) or not external_id.isascii():
        what = f"view {external_id}" if family.read in renamed or not renamed else f"types of {external_id}"
        yield _renamed(place(family.view.id), what, family.read if family.read in renamed else ", ".join(renamed))
    member = value_name(external_id) + ("Edge" if _second(family.view, family.kind) else "")
    if family.member.rstrip("_") == member and family.member != member:
        yield _renamed(place(family.view.id), f"client property {member}", family.member)


def _renamed(where: str, what: str, name: str) -> Issue:
    message = f"The name for {what} is taken or reserved in TypeScript."
    return Issue(Severity.INFO, "renamed", where, message, f"It is called {name}.")


def _properties(model: Model) -> tuple[dict[ViewId, dict[str, str]], list[Issue]]:
    """The members of every view: those of its parents for what it inherits, own ones for the rest."""
    properties: dict[ViewId, dict[str, str]] = {}
    issues: list[Issue] = []
    for view in model.parents_first():
        there = {part.name for part in (*view.properties, *view.connections)}
        inherited: dict[str, str] = {}
        for parent in model.parents(view):
            for name, member in properties[parent.id].items():
                if name in there and name not in inherited and member not in inherited.values():
                    inherited[name] = member
        wishes = [Wish(name, property_name(name)) for name in there]
        names = assign(wishes, reserved=reserved.PROPERTIES, fixed=inherited)
        properties[view.id] = names
        issues += (
            _renamed(place(view.id, name), f"property {name}", names[name])
            for name in sorted(names)
            if names[name] != property_name(name) or not name.isascii() or not pascal(name) or name[0].isdigit()
        )
    return properties, issues


def _enums(
    families: Iterable[Family], properties: Mapping[ViewId, Mapping[str, str]], taken: set[str]
) -> dict[EnumKey, str]:
    """Each is named after the view and the first property that has it; properties with equal values share a name."""
    wishes: dict[EnumKey, Wish] = {}
    for family in families:
        for prop in sorted(family.view.properties, key=lambda prop: properties[family.view.id][prop.name]):
            if not isinstance(prop.type, EnumType) or (family.key, prop.type.ids) in wishes:
                continue
            if sum(len(value.raw) + 5 for value in prop.type.ids) > _LONGEST_ENUM:
                name = family.read + pascal(properties[family.view.id][prop.name])
                key = f"{family.view.id} {family.kind.value} {prop.name}"
                wishes[family.key, prop.type.ids] = Wish(key, name, rank=1)
    given = assign(wishes.values(), reserved=frozenset(taken) | reserved.TYPES)
    return {key: given[wish.key] for key, wish in wishes.items()}
