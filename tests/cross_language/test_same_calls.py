"""The same calls through both generated SDKs send the same requests to the service, and give the same results."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timezone
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
import recording_proxy
import typescript_tools
from pygen_client import PygenClientConfig, TokenCredentials
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, ToolkitSource, TypescriptConfig, generate_sdk
from pygen_generator.schema import whole_views
from recording_proxy import Request
from scripted_calls import ScriptedCalls
from typescript_tools import TypeScriptTools
from wire_words import Json, difference, instant

HERE = Path(__file__).parent
MODEL = HERE.parent / "scenarios" / "pygen_example" / "model"
CALLS: list[Json] = json.loads((HERE / "calls.json").read_text(encoding="utf-8"))
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)")
NAMES = [call["name"] for call in CALLS]

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")


class Ran:
    """What one language sent and got, call by call."""

    def __init__(self, results: list[Any], requests: list[list[Request]]) -> None:
        self.results = dict(zip(NAMES, map(_outcomes_in_order, results), strict=True))
        self.requests = dict(zip(NAMES, ([_plain(asdict(one)) for one in sent] for sent in requests), strict=True))


def _outcomes_in_order(result: Any) -> Any:
    """Of writes and deletes: which ids are in a list counts, and not in which order."""
    if not (isinstance(result, dict) and {"created", "deleted"} & result.keys()):
        return result
    return {name: sorted(ids, key=lambda one: one["externalId"]) for name, ids in result.items()}


def _plain(value: Any) -> Any:
    """What was sent, with points in time as instants: the service takes any offset."""
    match value:
        case str() if INSTANT.fullmatch(value):
            return f"{instant(value).astimezone(timezone.utc)}"
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list():
            return [_plain(one) for one in value]
    return value


def _emulator() -> Emulator:
    """The same at every start: its clock stands still, so that times and versions are compared, too."""
    schema = ToolkitSource(MODEL).load(())
    views = [view for model in schema.data_models for view in whole_views(model)]
    cdf = Emulator.in_process(clock=lambda: 1_790_000_000.0)
    cdf.deploy(spaces=[*schema.spaces, {"space": "shop"}], containers=schema.containers, views=views)
    return cdf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both SDKs of the model."""
    result = tmp_path_factory.mktemp("cross_language")
    config = GeneratorConfig(
        languages=("python", "typescript"),
        default_instance_space="shop",
        python=PythonConfig(package="crossed_sdk", client_name="ShopClient"),
        typescript=TypescriptConfig(package="@acme/shop-sdk", client_name="ShopClient", output="shop-sdk"),
    )
    generated_sdk.write(generate_sdk(MODEL, config), result)
    return result


@pytest.fixture(scope="module")
def python(folder: Path) -> Iterator[Ran]:
    with (
        _emulator() as cdf,
        recording_proxy.record(cdf) as proxy,
        generated_sdk.imported(folder, "crossed_sdk") as module,
    ):
        config = PygenClientConfig(proxy.url, cdf.project, TokenCredentials(cdf.token))
        with module.ShopClient(config) as client:
            calls = ScriptedCalls(module, client)
            results = []
            for call in CALLS:
                proxy.requests.append([])
                results.append(calls.result(call))
        yield Ran(results, proxy.requests)


@pytest.fixture(scope="module")
def typescript(folder: Path) -> Ran:
    shutil.copy(HERE / "drive.ts", folder)
    tools = TypeScriptTools(folder, {"@acme/shop-sdk": "shop-sdk/src/index.ts"})
    tools.deno("check", "--no-lock", "drive.ts")
    with _emulator() as cdf, recording_proxy.record(cdf) as proxy:
        login = {"CDF_URL": proxy.url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}
        told = tools.node("drive.ts", environment={**login, "CALLS": str(HERE / "calls.json")})
        return Ran(json.loads(told), proxy.requests)


def test_the_same_requests_are_sent(python: Ran, typescript: Ran) -> None:
    """Numbers are the same if their values are: 4.0 is 4."""
    found = {name: difference(sent, typescript.requests[name], "requests") for name, sent in python.requests.items()}

    assert {name: one for name, one in found.items() if one} == {}
    assert sum(map(len, python.requests.values())) > len(NAMES)


def test_the_results_are_the_same(python: Ran, typescript: Ran) -> None:
    found = {name: difference(one, typescript.results[name], "result") for name, one in python.results.items()}

    assert {name: one for name, one in found.items() if one} == {}


def test_the_calls_found_something(python: Ran) -> None:
    """Two empty results would be equal, too."""
    empty = {name for name, result in python.results.items() if not result}

    assert empty == {"an empty list matches nothing", "one that is not there", "edges went with their node"}
