"""Every data model, and some together, deployed and generated once for all tests that ask for it.

::

    pytest tests/end_to_end --models FOLDER
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shared_models
from deployed_model import OWN, TOGETHER, Deployed, deployed, models_in

ROOT = Path(__file__).parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--models", type=Path, metavar="FOLDER", help="data models to test with: JSON or YAML files, Toolkit folders"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "model" not in metafunc.fixturenames:
        return
    # Without this folder on the command line pytest reads this file too late for options.
    folder: Path | None = metafunc.config.getoption("--models", default=None)
    shared = shared_models.names()
    found = models_in(folder) if folder else [*OWN, *shared, *(TOGETHER if shared else ())]
    if not found:
        raise pytest.UsageError(f"{folder} holds no data models")
    above = folder.parent if folder else ROOT
    names = [one if isinstance(one, str) else one.relative_to(above).as_posix() for one in found]
    metafunc.parametrize("model", found, indirect=True, scope="session", ids=names)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    # For the shared models tests/generation does the same, for all at once.
    return (
        True if collection_path.name == "test_checkers.py" and not config.getoption("--models", default=None) else None
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--models", default=None):
        items[:] = [item for item in items if "model" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deployed(request.param, tmp_path_factory.mktemp("model")) as result:
        yield result
