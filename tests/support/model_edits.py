"""Small random data models, and random edits to them, in the form in which the service answers.

::

    draft = model_edits.draft(random.Random(1))
    before = draft.data_model()
    words = model_edits.edit(draft, random.Random(2))     # what was done, in words
    after = draft.data_model()
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

Json = dict[str, Any]
SPACE = "yard"

_SCALARS = (
    *("text", "boolean", "int32", "int64", "float32", "float64", "timestamp", "date", "json"),
    *("timeseries", "file", "sequence"),
)
_DEFAULTS: dict[str, Any] = {"text": "none", "boolean": True, "int32": 1, "int64": 1, "float32": 1.5, "float64": 1.5}
_NAMES = (
    "name",
    "unitPrice",
    "size",
    "isOpen",
    "day",
    "seenAt",
    "extra",
    "series",
    "state",
    "tags",
    "min_size",
    "class",
)
_VALUES = ("on", "off", "idle")


@dataclass
class View:
    """A view as its owner writes it: with its own properties only."""

    name: str
    properties: dict[str, Json]
    implements: list[str] = field(default_factory=list)
    used_for: str = "node"
    writable: bool = True
    queryable: bool = True
    version: str = "v1"
    space: str = SPACE
    filter: Json | None = None
    description: str | None = None

    def as_id(self) -> Json:
        return {"type": "view", "space": self.space, "externalId": self.name, "version": self.version}


@dataclass
class Draft:
    """A data model in the making."""

    views: dict[str, View]
    made: int = 0
    """Properties made so far; each has a column of its own in a container."""

    def data_model(self) -> Json:
        return {
            "space": SPACE,
            "externalId": "Yard",
            "version": "v1",
            "views": [self._view(view) for view in self.views.values()],
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "isGlobal": False,
        }

    def flat(self, view: View) -> dict[str, Json]:
        """The properties of a view with those of the views that it implements."""
        found: dict[str, Json] = {}
        for parent in view.implements:
            if parent in self.views:
                found |= self.flat(self.views[parent])
        return found | view.properties

    def of_kind(self, *kinds: str) -> list[View]:
        return [view for view in self.views.values() if view.used_for in kinds]

    def _view(self, view: View) -> Json:
        body: Json = {
            "space": view.space,
            "externalId": view.name,
            "version": view.version,
            "properties": {name: self._property(prop) for name, prop in self.flat(view).items()},
            "implements": [self.views[parent].as_id() for parent in view.implements if parent in self.views],
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "writable": view.writable,
            "queryable": view.queryable,
            "usedFor": view.used_for,
            "isGlobal": False,
            "mappedContainers": [],
        }
        optional = {"filter": view.filter, "description": view.description}
        return body | {name: value for name, value in optional.items() if value is not None}

    def _property(self, prop: Json) -> Json:
        """The property with views in place of their names."""

        def resolved(value: Any) -> Any:
            if isinstance(value, ViewName):
                outside = {"type": "view", "space": "elsewhere", "externalId": str(value), "version": "v1"}
                return self.views[value].as_id() if value in self.views else outside
            return {key: resolved(one) for key, one in value.items()} if isinstance(value, dict) else value

        made: Json = resolved(prop)
        return made


class ViewName(str):
    """A view, by its name; what it refers to follows the view to other versions."""

    __slots__ = ()


def draft(dice: Random) -> Draft:
    """A model of one to three views for nodes, which may inherit, and maybe one for edges."""
    made = Draft({})
    for name in ("Shed", "Tool", "Shelf")[: dice.randint(1, 3)]:
        made.views[name] = View(name, {})
    if dice.random() < 0.7:
        made.views["Link"] = View("Link", {}, used_for=dice.choice(["edge", "edge", "all"]))
    for view in made.views.values():
        for _ in range(dice.randint(1, 4)):
            _add_property(made, view, dice)
        view.writable, view.queryable = dice.random() < 0.85, dice.random() < 0.9
    names = [view.name for view in made.of_kind("node")]
    for child, parent in zip(names[1:], names, strict=False):
        if dice.random() < 0.5:
            made.views[child].implements.append(parent)
    return made


def edit(model: Draft, dice: Random) -> str:
    """Change one thing, and say what."""
    while True:
        done = dice.choice(_EDITS)(model, dice)
        if done:
            return done


def _add_property(model: Draft, view: View, dice: Random) -> str | None:
    free = [name for name in _NAMES if name not in model.flat(view)]
    if not free:
        return None
    name = dice.choice(free)
    model.made += 1
    chance = dice.random()
    if chance < 0.6 or view.used_for == "edge":
        prop = _mapped(model.made, _scalar(dice), dice)
    elif chance < 0.75:
        type_: Json = {"type": "direct", "list": dice.random() < 0.4}
        if dice.random() < 0.9:
            type_["source"] = _target(model, dice)
        prop = _mapped(model.made, type_, dice)
    elif chance < 0.9:
        prop = _edges(model, dice)
    else:
        prop = _reverse(model, dice)
    view.properties[name] = prop
    return f"add {view.name}.{name}: {prop}"


def _mapped(number: int, type_: Json, dice: Random) -> Json:
    prop: Json = {
        "type": type_,
        "container": {"type": "container", "space": SPACE, "externalId": "Box"},
        "containerPropertyIdentifier": f"column{number}",
        "nullable": dice.random() < 0.6,
        "immutable": False,
        "autoIncrement": type_["type"] in ("int32", "int64") and not type_["list"] and dice.random() < 0.2,
    }
    if type_["type"] in _DEFAULTS and not type_["list"] and not prop["autoIncrement"] and dice.random() < 0.3:
        prop["defaultValue"] = _DEFAULTS[type_["type"]]
    return prop


def _scalar(dice: Random) -> Json:
    if dice.random() < 0.2:
        return {"type": "enum", "list": False, "values": {value: {} for value in _VALUES[: dice.randint(1, 3)]}}
    name = dice.choice(_SCALARS)
    type_: Json = {"type": name, "list": dice.random() < 0.25}
    if name.startswith("float") and dice.random() < 0.3:
        type_["unit"] = {"externalId": "temperature:deg_c"}
    return type_


def _target(model: Draft, dice: Random) -> ViewName:
    return ViewName(dice.choice([*(view.name for view in model.of_kind("node", "all")), "Outside"]))


def _edges(model: Draft, dice: Random) -> Json:
    prop: Json = {
        "connectionType": dice.choice(["multi_edge_connection", "multi_edge_connection", "single_edge_connection"]),
        "type": {"space": SPACE, "externalId": "joins"},
        "source": _target(model, dice),
        "direction": dice.choice(["outwards", "inwards"]),
    }
    if "Link" in model.views and dice.random() < 0.6:
        prop["edgeSource"] = ViewName("Link")
    return prop


def _reverse(model: Draft, dice: Random) -> Json:
    target = _target(model, dice)
    return {
        "connectionType": dice.choice(["multi_reverse_direct_relation", "single_reverse_direct_relation"]),
        "source": target,
        "through": {"source": ViewName("Outside"), "identifier": "place"},
        "targetsList": False,
    }


def _some(model: Draft, dice: Random, wanted: Callable[[Json], bool]) -> tuple[View, str] | None:
    """A property that a view declares itself."""
    found = [(view, name) for view in model.views.values() for name, prop in view.properties.items() if wanted(prop)]
    return dice.choice(found) if found else None


def _is_mapped(prop: Json) -> bool:
    return "container" in prop


def _is_scalar(prop: Json) -> bool:
    return _is_mapped(prop) and prop["type"]["type"] != "direct"


def _is_relation(prop: Json) -> bool:
    return _is_mapped(prop) and prop["type"]["type"] == "direct"


def _is_edges(prop: Json) -> bool:
    return "edge" in prop.get("connectionType", "")


def _change(wanted: Callable[[Json], bool], act: Callable[[Draft, Json, Random], str | None]) -> _Edit:
    def run(model: Draft, dice: Random) -> str | None:
        found = _some(model, dice, wanted)
        if found is None:
            return None
        view, name = found
        before = str(view.properties[name])
        words = act(model, view.properties[name], dice)
        return words and f"{words} of {view.name}.{name}, which was {before}"

    return run


def _add(model: Draft, dice: Random) -> str | None:
    return _add_property(model, dice.choice(list(model.views.values())), dice)


def _remove(model: Draft, dice: Random) -> str | None:
    found = _some(model, dice, lambda _: True)
    if found is None or len(found[0].properties) < 2:
        return None
    view, name = found
    del view.properties[name]
    return f"remove {view.name}.{name}"


def _rename(model: Draft, dice: Random) -> str | None:
    found = _some(model, dice, lambda _: True)
    if found is None:
        return None
    view, name = found
    new = dice.choice([f"{name}New", name.swapcase() if name.islower() else name, f"{name[0].upper()}{name[1:]}"])
    if any(new in model.flat(other) for other in model.views.values()):
        return None
    view.properties[new] = view.properties.pop(name)
    return f"rename {view.name}.{name} to {new}"


def _retype(model: Draft, prop: Json, dice: Random) -> str:
    for key in ("defaultValue", "autoIncrement"):
        prop.pop(key, None)
    prop["autoIncrement"] = False
    prop["type"] = _scalar(dice)
    return f"type {prop['type']}"


def _relist(model: Draft, prop: Json, dice: Random) -> str | None:
    if prop["autoIncrement"] or prop["type"]["type"] == "enum":
        return None
    prop.pop("defaultValue", None)
    prop["type"]["list"] = not prop["type"]["list"]
    return "list turned"


def _flip(key: str) -> Callable[[Draft, Json, Random], str]:
    def act(model: Draft, prop: Json, dice: Random) -> str:
        prop[key] = not prop[key]
        return f"{key} turned"

    return act


def _redefault(model: Draft, prop: Json, dice: Random) -> str | None:
    value = _DEFAULTS.get(prop["type"]["type"])
    if value is None or prop["type"]["list"] or prop["autoIncrement"]:
        return None
    if prop.pop("defaultValue", None) is None:
        prop["defaultValue"] = value
    return "default turned"


def _count(model: Draft, prop: Json, dice: Random) -> str | None:
    if prop["type"]["type"] not in ("int32", "int64") or prop["type"]["list"] or "defaultValue" in prop:
        return None
    prop["autoIncrement"] = not prop["autoIncrement"]
    return "autoIncrement turned"


def _revalue(model: Draft, prop: Json, dice: Random) -> str | None:
    if prop["type"]["type"] != "enum":
        return None
    value = dice.choice(_VALUES)
    values = prop["type"]["values"]
    if value in values and len(values) > 1:
        del values[value]
    else:
        values[value] = {}
    return f"enum value {value} turned"


def _reunit(model: Draft, prop: Json, dice: Random) -> str | None:
    if not prop["type"]["type"].startswith("float"):
        return None
    prop["type"]["unit"] = {"externalId": "temperature:deg_f"}
    return "unit"


def _retarget(model: Draft, prop: Json, dice: Random) -> str:
    owner = prop["type"] if _is_relation(prop) else prop
    if owner is not prop and dice.random() < 0.2:
        owner.pop("source", None)
        return "target taken away"
    owner["source"] = _target(model, dice)
    return f"target {owner['source']}"


def _redirect(model: Draft, prop: Json, dice: Random) -> str:
    prop["direction"] = "inwards" if prop["direction"] == "outwards" else "outwards"
    return "direction turned"


def _retie(model: Draft, prop: Json, dice: Random) -> str:
    prop["type"] = {"space": SPACE, "externalId": "binds"}
    return "edge type"


def _reedge(model: Draft, prop: Json, dice: Random) -> str | None:
    if prop.pop("edgeSource", None) is None:
        if "Link" not in model.views:
            return None
        prop["edgeSource"] = ViewName("Link")
    return "edge view turned"


def _single(model: Draft, prop: Json, dice: Random) -> str:
    words = prop["connectionType"].split("_", 1)
    prop["connectionType"] = f"{'single' if words[0] == 'multi' else 'multi'}_{words[1]}"
    return "number turned"


def _add_view(model: Draft, dice: Random) -> str | None:
    name = dice.choice(["Yard", "Crate", "Outside"])
    if name in model.views:
        return None
    model.views[name] = View(name, {})
    return f"add view {name} with {_add_property(model, model.views[name], dice)}"


def _add_twin(model: Draft, dice: Random) -> str | None:
    """A view of the same name, in a version that sorts before the other or after it: one of both needs another name."""
    twin = dice.choice(list(model.views.values()))
    version = dice.choice(["v0", "v9"])
    key = f"{twin.name} {version}"
    if key in model.views:
        return None
    model.made += 1
    model.views[key] = View(twin.name, {"twin": _mapped(model.made, _scalar(dice), dice)}, version=version)
    return f"add view {key}"


def _remove_view(model: Draft, dice: Random) -> str | None:
    name = dice.choice(list(model.views))
    if len(model.views) < 2:
        return None
    for view in model.views.values():
        if name in view.implements:
            # The service shows what a view inherits, whether the parent is in the data model or not.
            view.properties = model.flat(view)
            view.implements.remove(name)
    del model.views[name]
    return f"remove view {name}"


def _of_view(act: Callable[[View, Random], str | None]) -> _Edit:
    def run(model: Draft, dice: Random) -> str | None:
        view = dice.choice(list(model.views.values()))
        words = act(view, dice)
        return words and f"{words} of view {view.name}"

    return run


def _turn(key: str) -> Callable[[View, Random], str]:
    def act(view: View, dice: Random) -> str:
        setattr(view, key, not getattr(view, key))
        return f"{key} turned"

    return act


def _give(key: str, value: Any) -> Callable[[View, Random], str | None]:
    def act(view: View, dice: Random) -> str | None:
        if getattr(view, key) == value:
            return None
        setattr(view, key, value)
        return f"{key} {value}"

    return act


def _use(view: View, dice: Random) -> str | None:
    if any(not _is_mapped(prop) for prop in view.properties.values()):
        return None
    before, view.used_for = view.used_for, dice.choice(["node", "edge", "all"])
    return None if before == view.used_for else f"used_for {view.used_for} instead of {before}"


def _inherit(model: Draft, dice: Random) -> str | None:
    views = list(model.views.values())
    child, parent = dice.choice(views), dice.choice(views)
    if parent.name in child.implements:
        view_properties = model.flat(child)
        child.implements.remove(parent.name)
        if dice.random() < 0.7:
            child.properties = view_properties
        return f"{child.name} does not implement {parent.name}"
    if views.index(parent) >= views.index(child):
        return None
    child.implements.append(parent.name)
    return f"{child.name} implements {parent.name}"


_Edit = Callable[[Draft, Random], "str | None"]

_EDITS: tuple[_Edit, ...] = (
    *(_add, _add, _remove, _remove, _rename, _add_view, _add_twin, _remove_view, _inherit, _inherit),
    *(_change(_is_scalar, _retype),) * 4,
    *(_change(_is_mapped, _relist), _change(_is_mapped, _flip("nullable")), _change(_is_mapped, _flip("nullable"))),
    *(_change(_is_mapped, _flip("immutable")), _change(_is_scalar, _redefault), _change(_is_scalar, _count)),
    *(_change(_is_scalar, _revalue), _change(_is_scalar, _revalue), _change(_is_scalar, _reunit)),
    *(_change(_is_relation, _retarget), _change(_is_relation, _retarget), _change(_is_edges, _retarget)),
    *(_change(_is_edges, _redirect), _change(_is_edges, _retie), _change(_is_edges, _reedge)),
    _change(lambda prop: "connectionType" in prop, _single),
    *(_of_view(_turn("writable")), _of_view(_turn("queryable")), _of_view(_give("version", "v2"))),
    *(_of_view(_give("space", "garden")), _of_view(_give("description", "Another text.")), _of_view(_use)),
    _of_view(_give("filter", {"exists": {"property": ["node", "type"]}})),
)
