"""Every real data model, and some together, deployed and generated once for all tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shared_models
from deployed_model import TOGETHER, Deployed, deployed


@pytest.fixture(scope="session", params=[*shared_models.names(), *TOGETHER])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deployed(request.param, tmp_path_factory.mktemp(request.param)) as result:
        yield result
