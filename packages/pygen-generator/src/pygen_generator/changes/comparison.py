"""All changes between two schemas, and the verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from pygen_generator.changes.change import Breaks, Change, Impact
from pygen_generator.errors import ConfigError


class Step(Enum):
    """Which part of a version has to go up (semver.org)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"

    def after(self, version: str) -> str:
        """The version that follows one, without what stands behind the three numbers.

        Versions 0.x promise less: there a breaking change raises the second number, and every other the third.

        Raises:
            ConfigError: it is not a version of three numbers.
        """
        if not (found := _VERSION.match(version)):
            raise ConfigError(f"{version!r} is not a version.", "Give three numbers: 1.4.0.")
        major, minor, patch = (int(part) for part in found.groups())
        step = _BELOW_ONE[self] if major == 0 else self
        if step is Step.NONE:
            return f"{major}.{minor}.{patch}"
        if step is Step.PATCH:
            return f"{major}.{minor}.{patch + 1}"
        return f"{major}.{minor + 1}.0" if step is Step.MINOR else f"{major + 1}.0.0"


_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_BELOW_ONE = {Step.MAJOR: Step.MINOR, Step.MINOR: Step.PATCH, Step.PATCH: Step.PATCH, Step.NONE: Step.NONE}
_STEPS = {Impact.BREAKING: Step.MAJOR, Impact.COMPATIBLE: Step.MINOR, Impact.COSMETIC: Step.PATCH}


@dataclass(frozen=True)
class Comparison:
    """What changed between two schemas: data models, then view by view, then containers."""

    changes: tuple[Change, ...]

    @property
    def breaks(self) -> frozenset[Breaks]:
        """What of programs that were written against the old schema breaks."""
        return frozenset(side for change in self.changes for side in change.breaks)

    @property
    def impact(self) -> Impact | None:
        """The greatest impact of all changes; None where nothing changed."""
        there = {change.impact for change in self.changes}
        return next((impact for impact in Impact if impact in there), None)

    @property
    def step(self) -> Step:
        """Which part of the version of an SDK goes up when it is generated anew."""
        return Step.NONE if self.impact is None else _STEPS[self.impact]

    def count(self, impact: Impact) -> int:
        return sum(change.impact is impact for change in self.changes)
