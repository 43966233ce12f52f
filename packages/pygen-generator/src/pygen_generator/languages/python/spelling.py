"""How the parts of a data model are spelt, before reserved words and collisions are looked at."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_client.schema import ViewId

from pygen_generator.config import PythonConfig
from pygen_generator.issue import Issue, Severity
from pygen_generator.languages.python.naming import attribute_name
from pygen_generator.languages.words import as_is, class_name
from pygen_generator.model.view import Model


class Spelling:
    """Names from the settings where there are some, and else those that ``naming`` makes.

    Args:
        config: The settings; ``names`` and ``naming`` count.
    """

    def __init__(self, config: PythonConfig | None = None) -> None:
        config = config or PythonConfig()
        self._as_is = config.naming == "as_is"
        self._given = dict(config.names)

    def given(self, view_id: ViewId, name: str | None = None) -> str | None:
        """The name that the settings give to a view, or to a property of it. The most exact setting counts."""
        if not self._given:
            return None
        return next((self._given[key] for key in _keys(view_id, name) if key in self._given), None)

    def class_name(self, label: str) -> str:
        """The class for a view that is called ``label``."""
        return as_is(label, "View") if self._as_is else class_name(label)

    def client_attribute(self, label: str) -> str:
        """The attribute of clients for a view that is called ``label``."""
        return as_is(label, "p_") if self._as_is else attribute_name(label)

    def attribute(self, view_id: ViewId, name: str) -> str:
        """The attribute for a property."""
        return self.given(view_id, name) or (as_is(name, "p_") if self._as_is else attribute_name(name))

    def unused(self, model: Model) -> Iterable[Issue]:
        """A line for each name that the settings give to nothing: most likely it is misspelt."""
        if not self._given:
            return
        known = {key for view in model.views for key in _keys(view.id)}
        for view in model.views:
            for part in (*view.properties, *view.connections):
                known.update(_keys(view.id, part.name))
        for key in self._given:
            if key not in known:
                yield Issue(
                    Severity.WARNING,
                    "name-for-nothing",
                    f"python.names: {key}",
                    "The model has no view or property of this name.",
                    "It changes nothing.",
                    "Correct it, or take it out.",
                )


def _keys(view_id: ViewId, name: str | None = None) -> list[str]:
    """What the settings may call a view or a property, the most exact first."""
    external_id = view_id.external_id
    views = [str(view_id), f"{view_id.space}:{external_id}", f"{external_id}({view_id.version})", external_id]
    return views if name is None else [f"{view}.{name}" for view in views]
