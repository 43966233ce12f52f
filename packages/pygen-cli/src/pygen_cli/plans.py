"""What writing files would do, as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

from pygen_generator.lock import LOCK_NAME
from pygen_generator.writer.plan import Action, Change, Plan

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

_MARKS = ("/py.typed", "/src/index.ts")
"""Files that a package has, and that its folder is known by."""


def refuse_other_package(plan: Plan) -> None:
    """Refuse to remove the package of another SDK whose lock stands in the same folder.

    Raises:
        CommandError: a whole package would be removed.
    """
    removed = (change.path for change in plan.changes if change.action is Action.REMOVE)
    foreign = [path.removesuffix(mark) for path in removed for mark in _MARKS if path.endswith(mark)]
    if foreign:
        raise CommandError(
            ExitCode.WRITING,
            f"Nothing was written: {plan.root / LOCK_NAME} is that of {foreign[0]}, which would be removed.",
            "Choose another --output, or remove that package with --force.",
        )


_DONE = {"create": "created", "update": "updated", "unchanged": "unchanged", "remove": "removed"}
_PLANNED = {"create": "to create", "update": "to update", "unchanged": "unchanged", "remove": "to remove"}


def counts(plan: Plan) -> dict[str, int]:
    """How many files are created, updated, left as they are and removed."""
    return {action.value: plan.count(action) for action in Action}


def show_counts(output: Output, plan: Plan, *, done: bool) -> None:
    """Show a line with the number of files for each action, which is done or only planned."""
    words = _DONE if done else _PLANNED
    output.line("Files: " + ", ".join(f"{count} {words[action]}" for action, count in counts(plan).items()) + ".")


def show_files(output: Output, plan: Plan, *, unchanged: bool) -> None:
    """Show each file with what happens to it, and what stands against that; those that stay as they are if asked."""
    shown = [change for change in plan.changes if unchanged or change.action is not Action.UNCHANGED]
    output.rows([(change.action.value, change.path, change.refusal) for change in shown])


def as_json(plan: Plan) -> list[dict[str, Any]]:
    """Each file for machines."""
    return [{"path": one.path, "action": one.action.value, "refusal": one.refusal or None} for one in plan.changes]


def diff(plan: Plan) -> str:
    """How the files differ from what would be generated, as a unified diff."""
    return "".join(line for change in plan.changes for line in _diff(plan, change))


def _diff(plan: Plan, change: Change) -> Iterator[str]:
    if change.action is Action.UNCHANGED:
        return
    old = "" if change.action is Action.CREATE else (plan.root / change.path).read_bytes().decode("utf-8", "replace")
    new = "" if change.action is Action.REMOVE else plan.contents[change.path].decode()
    lines = unified_diff(
        old.splitlines(),
        new.splitlines(),
        "/dev/null" if change.action is Action.CREATE else f"{change.path} (there)",
        "/dev/null" if change.action is Action.REMOVE else f"{change.path} (generated)",
        lineterm="",
    )
    yield from (f"{line}\n" for line in lines)
