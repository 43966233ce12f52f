"""What was noticed about a data model, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pygen_client.schema import ViewId


class Severity(Enum):
    """How much an issue matters: errors and warnings cost the SDK something, infos explain what it looks like."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding, and what the generator did about it."""

    severity: Severity
    code: str
    """Fixed name of the kind of finding, such as ``parent-outside-model``."""
    place: str
    """``space:View(version).property``, ``space:View(version)`` or ``space:Model(version)``."""
    message: str
    action: str
    """What was done about it, so that nothing happens in silence."""
    suggestion: str = ""
    """What its owner can do about it; empty where there is nothing to do."""

    def __str__(self) -> str:
        parts = (self.message, self.action, self.suggestion)
        return f"{self.severity.value} {self.code} {self.place}: {' '.join(part for part in parts if part)}"


def place(view: ViewId, property_name: str | None = None) -> str:
    """Where an issue is, as ``Issue.place`` has it."""
    return str(view) if property_name is None else f"{view}.{property_name}"
