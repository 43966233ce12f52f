"""Every answer of an emulator during the tests is held to the official document, where that is beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from openapi_validation import Answers


@pytest.fixture(scope="session", autouse=True)
def _answers() -> Iterator[Answers | None]:
    """What was answered; None without the document."""
    import openapi_document  # noqa: PLC0415 - after coverage has started

    if not openapi_document.PATH.is_file():
        yield None
        return
    import openapi_validation  # noqa: PLC0415 - loads the emulator

    with openapi_validation.watch() as answers:
        yield answers


@pytest.fixture(autouse=True)
def _answers_are_in_the_document(request: pytest.FixtureRequest, _answers: Answers | None) -> Iterator[None]:
    """Fails the test during which an answer left the document, unless its marker says why that is so."""
    yield
    if _answers is None or not _answers.violations:
        return
    found = "\n".join(_answers.violations[:10])
    _answers.violations.clear()
    if request.node.get_closest_marker("outside_document") is None:
        pytest.fail(f"outside the official document:\n{found}", pytrace=False)
