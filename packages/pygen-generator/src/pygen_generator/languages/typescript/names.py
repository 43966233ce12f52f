"""All names of one TypeScript SDK: types, constants, functions, files, members of clients and instances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.config import TypescriptConfig
from pygen_generator.languages import family
from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.member_names import member_names
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.spelling import Spelling, Words
from pygen_generator.languages.typescript import reserved
from pygen_generator.languages.typescript.naming import constant_name, module_name, property_name, value_name
from pygen_generator.languages.view_names import ViewNames
from pygen_generator.languages.words import pascal
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType
from pygen_generator.model.view import Model

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
class Family(family.Family):
    """The names of everything that belongs to one view, as nodes or as edges.

    ``module`` is that of the types and the constant; that of the API is ``<module>Api``.
    """

    relations: str
    types: str
    """The interface that says what TypeScript knows of the view."""
    constant: str
    api_function: str
    ref: str
    """The constant by which other views refer to it."""


@dataclass(frozen=True)
class Names(family.Names[Family]):
    """Every name of an SDK, and what had to be renamed."""

    enums: Mapping[EnumKey, str]
    """The enums whose values have a name, since they are many."""


def spelling_of(config: TypescriptConfig) -> Spelling:
    """How the settings want names to be spelt."""
    return Spelling(
        words=Words("TypeScript", "types", "client property"),
        spell_member=property_name,
        spell_client_member=value_name,
        before_digits="p",
        given_names=config.names,
        is_as_is=config.naming == "as_is",
    )


def name_everything(model: Model, client: str, spelling: Spelling) -> Names:
    """Choose all names of an SDK; ``client`` is given already."""
    views = ViewNames(model, spelling)
    types = views.classes(_TYPES, reserved.TYPES | {client})
    type_names = {client, *(name for names in types.values() for name in names.values())}
    # A module can have a type and a constant of one name, but offers both under that name alone.
    values = views.members(value_name, _VALUES, reserved.KEYWORDS | type_names)
    refs = views.members(constant_name, {"ref": "{}"}, reserved.KEYWORDS)
    members = views.members(spelling.client_member, {"member": "{}"}, reserved.CLIENT_MEMBERS)
    modules = views.files(module_name, reserved.MODULES)
    families = {
        (view_id, kind): Family(
            model.by_id[view_id],
            kind,
            **types[view_id, kind],
            **values[view_id, kind],
            **refs[view_id, kind],
            **members[view_id, kind],
            module=modules[view_id, kind],
        )
        for view_id, kind in views.keys
    }
    properties, issues = member_names(model, spelling, reserved.PROPERTIES)
    odd = [issue for key, one in families.items() for issue in views.issues(one, types[key], _TYPES)]
    enums = _enums(families.values(), properties, type_names)
    return Names(families, properties, (*spelling.unused(model), *odd, *issues), enums)


def _enums(
    families: Iterable[Family], properties: Mapping[ViewId, Mapping[str, str]], taken: set[str]
) -> dict[EnumKey, str]:
    """Each is named after the view and the first property that has it; properties with equal values share a name."""
    wishes: dict[EnumKey, Wish] = {}
    for one in families:
        for prop in sorted(one.view.properties, key=lambda prop: properties[one.view.id][prop.name]):
            if not isinstance(prop.type, EnumType) or (one.key, prop.type.ids) in wishes:
                continue
            if sum(len(value.raw) + 5 for value in prop.type.ids) > _LONGEST_ENUM:
                name = one.read + pascal(properties[one.view.id][prop.name])
                key = f"{one.view.id} {one.kind.value} {prop.name}"
                wishes[one.key, prop.type.ids] = Wish(key, name, rank=1)
    given = assign(wishes.values(), reserved=frozenset(taken) | reserved.TYPES)
    return {key: given[wish.key] for key, wish in wishes.items()}
