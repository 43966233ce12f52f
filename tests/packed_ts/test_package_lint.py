"""What two checkers of npm packages say of both tarballs: files, entry points, types in every way of resolution."""

from __future__ import annotations

import javascript_runtimes
from javascript_runtimes import MODULES, tool
from packed_typescript import Packages

pytestmark = javascript_runtimes.needs_tools


def test_publint_has_nothing_to_say(packages: Packages) -> None:
    for tarball in packages.all:
        # Suggestions count as much as errors.
        told = tool(str(MODULES / "publint" / "src" / "cli.js"), "run", "--strict", tarball.name, cwd=tarball.parent)
        assert "All good!" in told


def test_types_resolve_wherever_the_code_does(packages: Packages) -> None:
    for tarball in packages.all:
        # There is no CommonJS: the packages say so, and node 20 is the oldest that is meant.
        profile = ("--profile", "esm-only", "--format", "ascii")
        tool(
            str(MODULES / "@arethetypeswrong" / "cli" / "dist" / "index.js"), tarball.name, *profile, cwd=tarball.parent
        )
