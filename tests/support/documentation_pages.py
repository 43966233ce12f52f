"""The pages of the documentation that have code: the site, and the READMEs."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def name_of(page: Path) -> str:
    """The page as a name for a module."""
    return page.relative_to(ROOT).with_suffix("").as_posix().replace("/", "_").replace("-", "_")
