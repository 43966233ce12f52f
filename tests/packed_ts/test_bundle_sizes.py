"""What applications weigh is what the table says, and no more than what is promised."""

from __future__ import annotations

import bundle_sizes
import javascript_runtimes
import packed_typescript
import pytest
from bundle_sizes import FILE, Sizes, figures, page
from packed_typescript import Packages

pytestmark = [
    javascript_runtimes.needs_tools,
    pytest.mark.shared,
    pytest.mark.skipif(not packed_typescript.CORE.exists(), reason="the shared models are not beside this checkout"),
]

LIMITS = {
    "listByReader": {"start": 25_000, "afterCalls": 46_000},
    "readOneView": {"start": 25_000, "afterCalls": 60_000, "oneFile": 69_000},
    "useOneView": {"start": 50_000, "afterCalls": 69_000, "oneFile": 80_000},
}
"""Bytes of the applications that use one view."""
TOLERANCE = 0.02
"""Share by which the table may be off before it has to be written again."""


@pytest.fixture(scope="module")
def sizes(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> Sizes:
    return bundle_sizes.measure(packages, tmp_path_factory.mktemp("sizes"))


def test_one_view_stays_small(sizes: Sizes) -> None:
    found = {(name, column): sizes[name][column][0] for name, limits in LIMITS.items() for column in limits}

    assert not {(name, column): size for (name, column), size in found.items() if size > LIMITS[name][column]}


def test_what_is_not_called_is_not_loaded(sizes: Sizes) -> None:
    for application in ("listOneView", "listByReader", "readOneView", "useOneView"):
        assert sizes[application]["start"] < sizes[application]["afterCalls"] < sizes[application]["all"]


def test_the_table_is_as_it_was_measured(sizes: Sizes, packages: Packages) -> None:
    """``python tests/packed_ts/regenerate_sizes.py`` writes it."""
    text = page(sizes, packages.views)
    print(f"\n{text}")

    assert figures(FILE.read_text(encoding="utf-8")) == pytest.approx(figures(text), rel=TOLERANCE, abs=0.1)
