"""The pages of the documentation that have code: the site, and the READMEs."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = [
    ROOT / "README.md",
    ROOT / "examples" / "shop" / "README.md",
    # That of the TypeScript runtime needs logins and a page of a browser: tests/end_to_end_ts/test_readme.py runs it.
    *(readme for readme in sorted(ROOT.glob("packages/pygen-*/README.md")) if readme.parent.name != "pygen-runtime-ts"),
]
PAGES = [*sorted(DOCS.rglob("*.md")), *READMES]


def name_of(page: Path) -> str:
    """The page as a name for a module."""
    return page.relative_to(ROOT).with_suffix("").as_posix().replace("/", "_").replace("-", "_")
