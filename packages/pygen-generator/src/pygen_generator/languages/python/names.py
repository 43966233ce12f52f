"""All names of one Python SDK: classes, modules, attributes of the client and of instances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pygen_generator.config import PythonConfig
from pygen_generator.languages import family
from pygen_generator.languages.member_names import member_names
from pygen_generator.languages.python import reserved
from pygen_generator.languages.python.naming import attribute_name, module_name
from pygen_generator.languages.spelling import Spelling, Words
from pygen_generator.languages.view_names import ViewNames
from pygen_generator.model.view import Model

_CLASSES = {
    "read": "{}",
    "write": "{}Write",
    "list": "{}List",
    "filters": "{}Filters",
    "sort": "{}Sort",
    "api": "{}API",
    "async_api": "Async{}API",
}


@dataclass(frozen=True)
class Family(family.Family):
    """The names of everything that belongs to one view, as nodes or as edges.

    ``module`` is that of the data classes; that of the API is ``_<module>_api``.
    """

    list: str
    sort: str
    async_api: str


Names = family.Names[Family]


def spelling_of(config: PythonConfig) -> Spelling:
    """How the settings want names to be spelt."""
    return Spelling(
        words=Words("Python", "classes", "client attribute"),
        spell_member=attribute_name,
        spell_client_member=attribute_name,
        before_digits="p_",
        given_names=config.names,
        is_as_is=config.naming == "as_is",
    )


def name_everything(model: Model, clients: Iterable[str], spelling: Spelling) -> Names:
    """Choose all names of an SDK; ``clients`` are the class names that are given already."""
    views = ViewNames(model, spelling)
    classes = views.classes(_CLASSES, frozenset(clients) | reserved.CLASSES)
    modules = views.files(module_name, reserved.MODULES)
    members = views.members(spelling.client_member, {"": "{}"}, reserved.CLIENT_ATTRIBUTES)
    families = {
        (view_id, kind): Family(
            model.by_id[view_id],
            kind,
            **classes[view_id, kind],
            module=modules[view_id, kind],
            member=members[view_id, kind][""],
        )
        for view_id, kind in views.keys
    }
    attributes, issues = member_names(model, spelling, reserved.ATTRIBUTES)
    odd = [issue for key, one in families.items() for issue in views.issues(one, classes[key], _CLASSES)]
    return Names(families, attributes, (*spelling.unused(model), *odd, *issues))
