"""How the parts of a data model are spelt, before reserved words and collisions are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity
from pygen_generator.languages.words import as_is, class_name
from pygen_generator.model.view import Model


@dataclass(frozen=True)
class Words:
    """What messages call things in one language."""

    language: str
    types: str
    """What is generated for a view, such as ``classes``."""
    client_member: str


@dataclass(frozen=True)
class Spelling:
    """Names from the settings where there are some, and else those that the rules of a language make."""

    words: Words
    spell_member: Callable[[str], str]
    """A property as a member of instances."""
    spell_client_member: Callable[[str], str]
    """A view as a member of clients."""
    before_digits: str
    """What stands before a digit in members that are left as they are."""
    given_names: Mapping[str, str] = field(default_factory=dict)
    """The names of the settings, by views and properties of them."""
    is_as_is: bool = False
    """Whether members and classes are left as they are, as far as the language takes it."""

    def given(self, view_id: ViewId, name: str | None = None) -> str | None:
        """The name that the settings give to a view, or to a property of it. The most exact setting counts."""
        if not self.given_names:
            return None
        return next((self.given_names[key] for key in _keys(view_id, name) if key in self.given_names), None)

    def class_name(self, label: str) -> str:
        """The class or type for a view that is called ``label``."""
        return as_is(label, "View") if self.is_as_is else class_name(label)

    def client_member(self, label: str) -> str:
        """The member of clients for a view that is called ``label``."""
        return as_is(label, self.before_digits) if self.is_as_is else self.spell_client_member(label)

    def member(self, view_id: ViewId, name: str) -> str:
        """The member of instances for a property."""
        given = self.given(view_id, name)
        return given or (as_is(name, self.before_digits) if self.is_as_is else self.spell_member(name))

    def unused(self, model: Model) -> Iterable[Issue]:
        """A line for each name that the settings give to nothing: most likely it is misspelt."""
        if not self.given_names:
            return
        known = {key for view in model.views for key in _keys(view.id)}
        for view in model.views:
            for part in (*view.properties, *view.connections):
                known.update(_keys(view.id, part.name))
        for key in self.given_names:
            if key not in known:
                yield Issue(
                    Severity.WARNING,
                    "name-for-nothing",
                    f"{self.words.language.lower()}.names: {key}",
                    "The model has no view or property of this name.",
                    "It changes nothing.",
                    "Correct it, or take it out.",
                )


def _keys(view_id: ViewId, name: str | None = None) -> list[str]:
    """What the settings may call a view or a property, the most exact first."""
    external_id = view_id.external_id
    views = [str(view_id), f"{view_id.space}:{external_id}", f"{external_id}({view_id.version})", external_id]
    return views if name is None else [f"{view}.{name}" for view in views]
