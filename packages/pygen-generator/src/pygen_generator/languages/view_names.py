"""The names that are made from views: classes, files, members of clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.family import ClassKey, Family
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.spelling import Spelling
from pygen_generator.languages.words import digest, words
from pygen_generator.model.view import Kind, Model, View


class ViewNames:
    """Makes names from views. What is made of a name gives way to a view that has just that name."""

    def __init__(self, model: Model, spelling: Spelling) -> None:
        self._spelling = spelling
        self._labels = _labels(model, spelling)
        self._families = [
            (view, kind) for view in model.views for kind in sorted(view.kinds, key=lambda kind: kind.value)
        ]
        self.keys: list[ClassKey] = [(view.id, kind) for view, kind in self._families]

    def classes(self, forms: Mapping[str, str], taken: frozenset[str]) -> dict[ClassKey, dict[str, str]]:
        """Classes or types, one for each form; a name from the settings stands as it is."""
        return self._assign(lambda view, kind: self._plain(view, kind, self._labels[view.id]), forms, taken)

    def members(
        self, spell: Callable[[str], str], forms: Mapping[str, str], taken: frozenset[str]
    ) -> dict[ClassKey, dict[str, str]]:
        """Other names that live side by side."""
        return self._assign(lambda view, kind: spell(self._label(view, kind)), forms, taken)

    def files(self, spell: Callable[[str], str], taken: frozenset[str]) -> dict[ClassKey, str]:
        """Files, without ending; some systems do not tell them apart by capitals."""
        wanted = {(view.id, kind): spell(self._label(view, kind)) for view, kind in self._families}
        names = self._assign(lambda view, kind: wanted[view.id, kind].lower(), {"": "{}"}, taken)
        return {key: name + names[key][""][len(name) :] for key, name in wanted.items()}

    def issues(self, family: Family, names: Mapping[str, str], forms: Mapping[str, str]) -> Iterable[Issue]:
        """A line for each name of a family that is not the one that would be expected."""
        spelling, view = self._spelling, family.view
        external_id = spelling.given(view.id) or view.id.external_id
        plain = self._plain(view, family.kind, external_id)
        renamed = [name for part, name in names.items() if name != forms[part].format(plain)]
        if words(external_id) and family.read == plain and renamed:
            yield self._renamed(view, f"{spelling.words.types} of {external_id}", ", ".join(renamed))
        elif family.read != plain or not words(external_id) or not external_id.isascii():
            yield self._renamed(view, f"view {external_id}", family.read)
        member = spelling.client_member(external_id + "_edge" * _is_second(view, family.kind))
        if family.member.rstrip("_") == member and family.member != member:
            yield self._renamed(view, f"{spelling.words.client_member} {member}", family.member)

    def _renamed(self, view: View, what: str, name: str) -> Issue:
        return renamed(self._spelling, place(view.id), what, name)

    def _plain(self, view: View, kind: Kind, label: str) -> str:
        stem = self._spelling.given(view.id) or self._spelling.class_name(label)
        return stem + "Edge" * _is_second(view, kind)

    def _label(self, view: View, kind: Kind) -> str:
        return self._labels[view.id] + "_edge" * _is_second(view, kind)

    def _rank(self, view: View, kind: Kind) -> int:
        """What is called after an addition gives way to a view with just that name; the settings go before both."""
        if self._spelling.given(view.id) and not _is_second(view, kind):
            return -1
        return int(_is_second(view, kind) or self._labels[view.id] != view.id.external_id)

    def _assign(
        self, stem: Callable[[View, Kind], str], forms: Mapping[str, str], taken: frozenset[str]
    ) -> dict[ClassKey, dict[str, str]]:
        def key(view: View, kind: Kind, part: str) -> str:
            return f"{view.id} {kind.value} {part}".rstrip()

        wishes = [
            Wish(key(view, kind, part), form.format(stem(view, kind)), self._rank(view, kind) + 2 * (form != "{}"))
            for view, kind in self._families
            for part, form in forms.items()
        ]
        names = assign(wishes, reserved=taken)
        return {
            (view.id, kind): {part: names[key(view, kind, part)] for part in forms} for view, kind in self._families
        }


def renamed(spelling: Spelling, where: str, what: str, name: str) -> Issue:
    """A line for a name that is not the one that would be expected."""
    message = f"The name for {what} is taken or reserved in {spelling.words.language}."
    return Issue(Severity.INFO, "renamed", where, message, f"It is called {name}.")


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


def _is_second(view: View, kind: Kind) -> bool:
    """Whether the family is for the edges of a view whose nodes have the view's own name."""
    return kind is Kind.EDGE and len(view.kinds) > 1
