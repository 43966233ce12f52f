"""What a write must find: spaces that exist, that do not belong to the service, and references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_client.schema import ContainerId, ViewId

from pygen_emulator.errors import ApiError
from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.validation import unexpected_field, violations


def refuse_violations(texts: Iterable[str]) -> None:
    """End the request with 400 if there is any text."""
    found = list(texts)
    if found:
        raise violations(found)


def refuse_fields(paths: Iterable[str]) -> None:
    """End the request with 400 if it has a field that only answers have."""
    for path in paths:
        raise unexpected_field(f"items.{path}")


def check_writable(spaces: Iterable[str], *, as_system: bool) -> None:
    """Refuse writes to what the service owns, unless they are the service's own (behaviour.md section 6)."""
    owned = sorted(set(spaces) & SYSTEM_SPACES)
    if owned and not as_system:
        raise ApiError(403, f"Insufficient access rights. The service owns: {_quoted(owned)}")


def check_spaces(draft: Draft, spaces: Iterable[str]) -> None:
    missing = sorted({space for space in spaces if space not in draft.spaces})
    if missing:
        raise ApiError(
            400,
            f"One or more spaces do not exist: {_quoted(missing)}",
            missing=[{"space": space} for space in missing],
        )


def check_containers(draft: Draft, containers: Iterable[ContainerId]) -> None:
    missing = sorted({container for container in containers if container not in draft.containers})
    if missing:
        raise ApiError(
            400,
            f"One or more containers do not exist: {_quoted(map(str, missing))}",
            missing=[container.dump() for container in missing],
        )


def check_views(draft: Draft, views: Iterable[ViewId]) -> None:
    missing = sorted({view for view in views if view not in draft.views})
    if missing:
        named = _quoted(f"{view.space}:{view.external_id}/{view.version}" for view in missing)
        raise ApiError(400, f"One or more views do not exist: {named}", missing=[view.dump() for view in missing])


def check_limit(what: str, count: int, most: int) -> None:
    """Refuse what would exceed a limit of the project or of one object."""
    if count > most:
        raise ApiError(400, f"Too many {what}: {count}, at most {most} are allowed.")


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)
