"""Models whose names and texts are meant to break what is generated from them, or to take over who uses it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

import pytest
import typescript_tools
from hostile_models import NASTY, SCRIPT, Given, Json, hostile, nasty_model
from hypothesis import HealthCheck, Phase, given, settings
from pygen_generator import GeneratedSDK, GeneratorConfig, TypescriptConfig, generate_sdk
from typescript_tools import TypeScriptTools

needs_node = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")
PATH = re.compile(r"(?:[A-Za-z0-9_]+/)*[A-Za-z0-9_]+\.(?:ts|json|md)", re.ASCII)

_IMPORT_ALL = """\
for (const name of %s) {
  await import(`./${name}/src/index.ts`);
}
if (globalThis.pwned !== undefined) {
  throw new Error("text of a model ran");
}
"""


def _generate(model: Json, output: str = "sdk", *, as_is: bool = False) -> GeneratedSDK:
    naming: Literal["camelCase", "as_is"] = "as_is" if as_is else "camelCase"
    typescript = TypescriptConfig(package="hostile-sdk", client_name="HostileClient", output=output, naming=naming)
    return generate_sdk(Given(model), GeneratorConfig(languages=("typescript",), typescript=typescript))


def _write(sdk: GeneratedSDK, folder: Path) -> None:
    for path, text in sdk.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def _check_all(folder: Path, names: list[str]) -> None:
    """What is generated stands as it is, and importing it does nothing that declarations do not do."""
    tools = TypeScriptTools(folder)
    tools.deno("fmt", "--check", "--config", "deno.json", *(f"{name}/src" for name in names))
    tools.deno("lint", "--config", "deno.json", *(f"{name}/src" for name in names))
    tools.deno("check", "--no-lock", "--config", "deno.json", *(f"{name}/src/index.ts" for name in names))
    (folder / "all.mjs").write_text(_IMPORT_ALL % json.dumps(names), encoding="utf-8")
    tools.node("all.mjs")


@needs_node
def test_models_at_random_give_programs_that_stand(tmp_path: Path) -> None:
    names: list[str] = []

    @settings(
        max_examples=60,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(hostile())
    def write(model: Json) -> None:
        names.append(f"sdk{len(names)}")
        _write(_generate(model, names[-1], as_is=len(names) % 3 == 0), tmp_path)

    write()
    _check_all(tmp_path, names)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile())
def test_files_have_plain_names_and_text(model: Json) -> None:
    files = _generate(model).files

    assert len({path.lower() for path in files}) == len(files)
    for path, text in files.items():
        assert PATH.fullmatch(path)
        text.encode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile())
def test_it_generates_the_same_whatever_the_order(model: Json) -> None:
    turned = [{**view, "properties": dict(reversed(view["properties"].items()))} for view in reversed(model["views"])]

    assert _generate({**model, "views": turned}).files == _generate(model).files


@pytest.fixture(scope="module")
def sdk() -> GeneratedSDK:
    return _generate(nasty_model())


def _long_names(length: int) -> Json:
    """Two views with all kinds of properties, all of whose names have the same length."""
    first, second = (
        {"type": "view", "space": "s", "externalId": start + "x" * (length - 1), "version": "v1"} for start in "VW"
    )

    def stored(type_: Json) -> Json:
        container = {"type": "container", "space": "s", "externalId": "C"}
        plain = {"nullable": True, "immutable": False, "autoIncrement": False}
        return {"type": type_, "container": container, "containerPropertyIdentifier": "p", **plain}

    relation = {"type": "direct", "list": False, "source": second}
    edges = {"connectionType": "multi_edge_connection", "source": first, "type": {"space": "s", "externalId": "t"}}
    properties = {
        "t": stored({"type": "text", "list": False}),
        "i": stored({"type": "int64", "list": True}),
        "j": stored({"type": "json", "list": True}),
        "f": stored({"type": "enum", "values": {"on": {}, "off": {}}}),
        "d": stored(relation),
        "l": stored({**relation, "list": True}),
        "e": edges,
        "g": {**edges, "edgeSource": second},
        "r": {
            "connectionType": "multi_reverse_direct_relation",
            "source": first,
            "through": {"source": second, "identifier": "d" * length},
        },
    }
    views = [
        {
            **{key: value for key, value in view_id.items() if key != "type"},
            "implements": parents,
            "properties": {name * length: prop for name, prop in properties.items()},
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "writable": True,
            "queryable": True,
            "usedFor": "all",
            "isGlobal": False,
            "mappedContainers": [],
        }
        for view_id, parents in ((first, []), (second, [first]))
    ]
    model = {"space": "s", "externalId": "M", "version": "v1", "views": views}
    return {**model, "createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False}


@needs_node
def test_lines_break_where_the_formatter_breaks_them(tmp_path: Path) -> None:
    """Around 45 and 110 characters, names begin to fill the lines of constants and of members."""
    lengths = (20, *range(38, 50, 2), 60, 80, 95, *range(100, 122, 3), 255)
    for length in lengths:
        _write(_generate(_long_names(length), f"sdk{length}"), tmp_path)
    TypeScriptTools(tmp_path).deno("fmt", "--check", "--config", "deno.json", *(f"sdk{one}/src" for one in lengths))


class TestTheNastiestModel:
    @needs_node
    def test_it_stands(self, sdk: GeneratedSDK, tmp_path: Path) -> None:
        _write(sdk, tmp_path)
        _write(_generate(nasty_model(), "as_is", as_is=True), tmp_path)
        _check_all(tmp_path, ["sdk", "as_is"])

    @pytest.mark.skipif(not typescript_tools.TSC_IS_THERE, reason="npm has not installed the compiler")
    def test_the_compiler_accepts_it(self, sdk: GeneratedSDK, tmp_path: Path) -> None:
        _write(sdk, tmp_path)
        _write(_generate(nasty_model(), "as_is", as_is=True), tmp_path)
        TypeScriptTools(tmp_path).tsc("sdk/src", "as_is/src")

    @needs_node
    def test_every_name_is_there_as_a_value(self, sdk: GeneratedSDK, tmp_path: Path) -> None:
        _write(sdk, tmp_path)
        (tmp_path / "dump.mjs").write_text(
            'console.log(JSON.stringify(Object.values(await import("./sdk/src/index.ts"))));', encoding="utf-8"
        )
        views = [one for one in json.loads(TypeScriptTools(tmp_path).node("dump.mjs")) if one and "usedFor" in one]

        # JSON of Python cannot hold a lone surrogate that that of the web escapes.
        assert {view["id"]["externalId"] for view in views} == set(NASTY)

    def test_no_comment_ends_early_or_tells_a_tool_something(self, sdk: GeneratedSDK) -> None:
        for text in sdk.files.values():
            for block in re.findall(r"/\*\*.*?\*/", text, re.DOTALL):
                assert not re.search(r"(?<![\\A-Za-z0-9])@(?!throws)", block), block
                assert "`" not in block
            outside = re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", "", text, flags=re.DOTALL)
            assert SCRIPT not in outside
            assert "pwned" not in outside
