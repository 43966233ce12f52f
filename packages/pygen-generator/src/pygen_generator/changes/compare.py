"""The comparison of two schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pygen_client.schema import ContainerId, DataModelId, MappedProperty, ViewId

from pygen_generator.changes.change import Breaks, Change, ChangeKind
from pygen_generator.changes.comparison import Comparison
from pygen_generator.changes.containers import compare_containers
from pygen_generator.changes.names import compare_bases, compare_names, compare_sdks, sdk_symbols, symbols
from pygen_generator.changes.pairing import pair_models
from pygen_generator.changes.side import Classes, Difference, Side, difference
from pygen_generator.changes.views import Found, added_view, compare_views, removed_view
from pygen_generator.issue import place
from pygen_generator.model.view import Model


def compare(old: Side, new: Side) -> Comparison:
    """Everything that changed from one schema to another: data models, then view by view, then containers.

    Two schemas that differ in their times only are equal.
    """
    classes = Classes(old, new)
    changes = list(_models(old, new))
    for before, now in sorted(classes.pairs, key=lambda two: two[0] or two[1] or ()):
        if before is not None and now is not None:
            changes += _both(before, now, old, new, classes)
        elif before is not None:
            looks_like = _lookalike(before, old, [b for a, b in classes.pairs if a is None and b], new)
            found = removed_view(old.model.by_id[before], looks_like=looks_like)
            changes.append(_change(found, before, None, old))
        elif now is not None:
            changes.append(_change(added_view(new.model.by_id[now]), now, None, new))
    changes += [
        Change(found.kind, str(container), found.message, container, None, found.breaks)
        for container, found in compare_containers(old, new)
    ]
    return Comparison(tuple(_with_origins(changes, old.model, new.model)))


def _models(old: Side, new: Side) -> Iterator[Change]:
    def change(found: Difference, model: DataModelId) -> Change:
        return Change(found.kind, str(model), found.message, model, None, found.breaks, found.is_cosmetic)

    models = [{model.as_id(): model for model in side.schema.data_models} for side in (old, new)]
    for before, now in pair_models(sorted(models[0]), sorted(models[1])):
        if before is None and now is not None:
            yield change(difference(ChangeKind.MODEL_ADDED, "The data model is new."), now)
        elif before is not None and now is None:
            # What programs lose are its views, each of which has a change of its own.
            message = "The data model is gone. What became of its views stands with them."
            yield change(difference(ChangeKind.MODEL_REMOVED, message), before)
        elif before is not None and now is not None:
            if before != now:
                message = f"It has version {now.version} now."
                yield change(difference(ChangeKind.MODEL_VERSION, message), before)
            texts = [(one.name, one.description) for one in (models[0][before], models[1][now])]
            if texts[0] != texts[1]:
                message = "Its name or description changed."
                yield change(Difference(ChangeKind.MODEL_TEXT, message, is_cosmetic=True), before)
    for found in compare_sdks(old, new):
        yield replace(change(found, old.model.ids[0]), symbols=sdk_symbols(old))


def _both(before: ViewId, now: ViewId, old: Side, new: Side, classes: Classes) -> Iterator[Change]:
    sides = old, new
    found = list(compare_views(before, now, old, new, classes))
    found += [(None, None, each) for each in compare_bases(before, now, sides, classes)]
    of_view = _broken(found, None, None)
    found += [(None, None, each) for each in compare_names((before, None), (now, None), sides, of_view)]
    was_called: dict[str, str] = {name: was for was, name, _ in found if was and name}
    for name in sorted(new.views[now].properties):
        was = was_called.get(name, name)
        if was in old.views[before].properties:
            broken = of_view | _broken(found, was, name)
            found += [(was, name, each) for each in compare_names((before, was), (now, name), sides, broken)]
    for called, calls, each in sorted(_folded(found), key=lambda one: one[0] or one[1] or ""):
        if called is None and calls is not None:
            yield _change(each, before, calls, new, now)
        else:
            yield _change(each, before, called, old)


def _broken(found: Iterable[Found], was: str | None, name: str | None) -> frozenset[Breaks]:
    return frozenset(side for *about, each in found if about == [was, name] for side in each.breaks)


def _folded(found: list[Found]) -> Iterator[Found]:
    """A renamed property breaks what the names that changed with it break."""
    renamed = {about[:2] for about in found if about[2].kind is ChangeKind.PROPERTY_RENAMED}
    for was, name, each in found:
        if (was, name) in renamed:
            if each.kind in (ChangeKind.SYMBOL_RENAMED, ChangeKind.SYMBOL_REMOVED):
                continue
            if each.kind is ChangeKind.PROPERTY_RENAMED:
                others = [other for *about, other in found if about == [was, name]]
                names = [one for one in others if one.kind in (ChangeKind.SYMBOL_RENAMED, ChangeKind.SYMBOL_REMOVED)]
                message = " ".join([each.message, *(one.message for one in names)])
                breaks = frozenset(side for one in names for side in one.breaks)
                yield was, name, Difference(each.kind, message, breaks)
                continue
        yield was, name, each


def _change(found: Difference, view: ViewId, name: str | None, side: Side, shown: ViewId | None = None) -> Change:
    """``shown`` is the view that has the names, where that is not the one the change is told of."""
    return Change(
        found.kind,
        place(view, name),
        found.message,
        view,
        name,
        found.breaks,
        found.is_cosmetic,
        symbols((shown or view, name), side, found.breaks),
    )


def _lookalike(view: ViewId, side: Side, candidates: Iterable[ViewId], new: Side) -> ViewId | None:
    """The first of some new views that shows the same properties of containers as a view that is gone."""
    wanted = _stored(view, side)
    return next((one for one in candidates if wanted and _stored(one, new) == wanted), None)


def _stored(view: ViewId, side: Side) -> set[tuple[ContainerId, str]]:
    properties = side.views[view].properties.values()
    mapped = [prop for prop in properties if isinstance(prop, MappedProperty)]
    return {(prop.container, prop.container_property_identifier) for prop in mapped}


def _with_origins(changes: list[Change], old: Model, new: Model) -> Iterator[Change]:
    """Changes of properties, each with the view that it is inherited from, if that one has the same change."""
    seen = {(change.view, change.property_name, change.kind, change.message) for change in changes}
    for change in changes:
        if change.property_name is None or not isinstance(change.view, ViewId):
            yield change
            continue
        ancestors = dict.fromkeys((*_ancestors(change.view, old), *_ancestors(change.view, new)))
        found = [one for one in ancestors if (one, change.property_name, change.kind, change.message) in seen]
        # The farthest is where it comes from.
        yield replace(change, inherited_from=found[-1]) if found else change


def _ancestors(view: ViewId, model: Model) -> Iterator[ViewId]:
    """The views that a view implements, at any distance, the nearest first."""
    waiting = [view]
    for current in waiting:
        for parent in model.parents(model.by_id[current]) if current in model.by_id else ():
            if parent.id not in waiting:
                waiting.append(parent.id)
                yield parent.id
