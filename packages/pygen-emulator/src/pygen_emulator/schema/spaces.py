"""Spaces: created, changed and deleted (behaviour.md sections 6 and 22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pygen_client.schema import Space, SpaceWrite

from pygen_emulator.errors import ApiError
from pygen_emulator.schema import identifiers, limits
from pygen_emulator.schema.access import check_limit, check_writable, refuse_violations
from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.schema.requests import check_unique


def upsert(draft: Draft, items: Sequence[SpaceWrite], *, as_system: bool) -> list[Space]:
    """Create or replace; an unchanged space keeps its ``lastUpdatedTime``."""
    check_unique((item.space for item in items), ({"space": item.space} for item in items))
    refuse_violations(
        text
        for item in items
        for text in (*identifiers.space(item.space), *identifiers.texts(item.name, item.description))
    )
    check_writable((item.space for item in items), as_system=as_system)
    for item in items:
        before = draft.spaces.get(item.space)
        if before is None or (before.name, before.description) != (item.name, item.description):
            texts = {"name": item.name, "description": item.description}
            draft.spaces[item.space] = Space(
                space=item.space,
                **{key: text for key, text in texts.items() if text is not None},
                created_time=before.created_time if before else draft.now,
                last_updated_time=draft.now,
                is_global=item.space in SYSTEM_SPACES,
            )
    check_limit("spaces in the project", sum(not space.is_global for space in draft.spaces.values()), limits.SPACES)
    return [draft.spaces[item.space] for item in items]


def delete(draft: Draft, spaces: Sequence[str], in_use: Callable[[str], bool]) -> list[str]:
    """Delete those that exist and return them. A space must be empty of schema and of instances."""
    found = [space for space in dict.fromkeys(spaces) if space in draft.spaces]
    check_writable(found, as_system=False)
    for space in found:
        holds = [
            kind
            for kind, ids in (
                ("containers", draft.containers),
                ("views", draft.views),
                ("data models", draft.data_models),
            )
            if any(id_.space == space for id_ in ids)
        ]
        if in_use(space):
            holds.append("instances")
        if holds:
            raise ApiError(400, f"Space '{space}' is not empty, it holds {', '.join(holds)}.")
        del draft.spaces[space]
    return found
