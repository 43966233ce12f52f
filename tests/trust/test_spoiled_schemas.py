"""Whatever a schema or a lock holds: it is used, or refused with an error of Pygen's, and nothing of it is run."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import spoiled_json
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pygen_client import PygenError
from pygen_generator import GeneratorConfig, apply, generate_sdk, open_source

MODEL = Path(__file__).parents[2] / "examples" / "shop" / "model"


def _response() -> dict[str, Any]:
    """The shop as the service answers: the data model with its views, and the containers."""
    schema = open_source(MODEL).load(())
    models = [json.loads(each.model_dump_json(by_alias=True, exclude_none=True)) for each in schema.data_models]
    return {"items": models}


RESPONSE = _response()
CONFIG = GeneratorConfig(languages=("python", "typescript"))


def _use(path: Path) -> None:
    try:
        sdk = generate_sdk(path, CONFIG)
    except PygenError:
        event("refused")
        return
    event("used")
    for name, text in sdk.files.items():
        if name.endswith(".py"):
            ast.parse(text, name)


@settings(max_examples=60, deadline=None)
@given(spoiled_json.texts(RESPONSE), st.sampled_from(["json", "yaml"]))
def test_a_file_is_used_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, ending: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"model.{ending}"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    _use(path)


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a generation writes down, as JSON."""
    folder = tmp_path_factory.mktemp("sdk")
    apply(generate_sdk(MODEL, CONFIG), folder)
    return json.loads((folder / "pygen.lock").read_text(encoding="utf-8"))


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_lock_is_used_or_refused(tmp_path_factory: pytest.TempPathFactory, lock: Any, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "pygen.lock"
    path.write_text(data.draw(spoiled_json.texts(lock)), encoding="utf-8", errors="surrogatepass")
    _use(path)
