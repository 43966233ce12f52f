"""All real data models of the shared folder generate TypeScript that compilers and formatters accept as it is."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typescript_tools
from pygen_generator import GeneratedSDK, GeneratorConfig, TypescriptConfig, generate_sdk
from pygen_generator.languages.typescript.naming import property_name
from pygen_generator.schema import Schema
from pygen_generator.sources.file import schema_of
from typescript_tools import TypeScriptTools

RESPONSES = Path(__file__).parents[3] / "shared" / "models" / "responses"
NAMES = sorted(path.stem for path in RESPONSES.glob("*.json"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not NAMES, reason="the shared models are not beside this checkout"),
]
needs_node = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")

_DUMP = """\
const found = {};
for (const name of %s) {
  const views = Object.values(await import(`./sdks/${name}/src/index.ts`)).filter((one) => one.usedFor !== undefined);
  found[name] = views;
}
console.log(JSON.stringify(found));
"""


class Given:
    """A source that has its schema already."""

    def __init__(self, content: Any) -> None:
        self._schema = Schema(schema_of(content, "test").data_models)

    def load(self, wanted: Any) -> Schema:
        return self._schema.select(wanted)


def _config(name: str) -> GeneratorConfig:
    """Each model with some of the settings."""
    return GeneratorConfig(
        languages=("typescript",),
        default_instance_space="shop" if len(name) % 2 else None,
        typescript=TypescriptConfig(
            package="sdk", output=f"sdks/{name}", project=True, int64="bigint" if len(name) % 3 else "number"
        ),
    )


def _content(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((RESPONSES / f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def _generate(name: str) -> GeneratedSDK:
    return generate_sdk(RESPONSES / f"{name}.json", _config(name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model as an SDK of its own in one folder."""
    result = tmp_path_factory.mktemp("typescript")
    for name in NAMES:
        for path, text in _generate(name).files.items():
            (result / path).parent.mkdir(parents=True, exist_ok=True)
            (result / path).write_text(text, encoding="utf-8", newline="\n")
    return result


@pytest.fixture(scope="module")
def tools(folder: Path) -> TypeScriptTools:
    return TypeScriptTools(folder)


@pytest.mark.skipif(not typescript_tools.TSC_IS_THERE, reason="npm has not installed the compiler")
def test_the_compiler_accepts_all_of_them_at_its_strictest(tools: TypeScriptTools) -> None:
    tools.tsc("sdks/*/src")


@needs_node
def test_deno_accepts_all_of_them(tools: TypeScriptTools) -> None:
    tools.deno("check", "--no-lock", "--config", "deno.json", *(f"sdks/{name}/src/index.ts" for name in NAMES))


@needs_node
def test_the_formatter_changes_nothing(tools: TypeScriptTools) -> None:
    # What a README says in tables is not aligned: one long description would move all of them.
    tools.deno("fmt", "--check", "--config", "deno.json", "sdks", "--ignore=**/README.md")


@needs_node
def test_the_linter_finds_nothing(tools: TypeScriptTools) -> None:
    tools.deno("lint", "--config", "deno.json", "sdks")


@needs_node
def test_every_part_of_every_view_is_generated_or_reported(folder: Path, tools: TypeScriptTools) -> None:
    (folder / "dump.mjs").write_text(_DUMP % json.dumps(NAMES), encoding="utf-8")
    generated = json.loads(tools.node("dump.mjs"))
    for name in NAMES:
        left_out = {issue.place for issue in _generate(name).report if issue.action.startswith("No attribute")}
        found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for view in generated[name]:
            view_id = view["id"]
            found.setdefault((view_id["space"], view_id["externalId"], view_id["version"]), []).append(view)
        for view in _content(name)["dataModel"]["views"]:
            key = view["space"], view["externalId"], view["version"]
            wanted = {prop for prop in view["properties"] if "{}:{}({}).{}".format(*key, prop) not in left_out}
            kinds = {"node": {"node"}, "edge": {"edge"}, "all": {"node", "edge"}}[view["usedFor"]]
            assert {one["usedFor"] for one in found[key]} == kinds, key
            nodes = [one for one in found[key] if one["usedFor"] == "node"] or found[key]
            renamed = nodes[0]["id"].get("names", {})
            members = {*nodes[0]["properties"], *nodes[0]["relations"]}
            assert members == {renamed.get(prop) or property_name(prop) for prop in wanted}, key


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_answer_means_nothing(name: str) -> None:
    content = _content(name)
    chance = random.Random(name)  # noqa: S311 - a fixed shuffle
    chance.shuffle(content["dataModel"]["views"])
    for view in content["dataModel"]["views"]:
        items = list(view["properties"].items())
        chance.shuffle(items)
        view["properties"] = dict(items)

    assert generate_sdk(Given(content), _config(name)).files == _generate(name).files


def test_cognite_core_stays_small() -> None:
    assert sum(text.count("\n") for text in _generate("CogniteCore").files.values()) < 5_500
