"""`pygen diff` says what changed in a data model since its SDK was generated, and which programs break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]
Edit = Callable[..., None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
PRODUCT = "- space: pygen_example\n  externalId: ProductNode"
BREAKING = ("Container", "quantity:\n      type: {type: int32}", "quantity:\n      type: {type: text}")
ADDED = ("Container", "    active:", "    inactive:\n      type: {type: boolean}\n    active:")
SHOWN = (
    "View",
    "    active:\n",
    "    inactive:\n      container: {space: pygen_example, externalId: ProductNode, type: container}\n"
    "      containerPropertyIdentifier: inactive\n    active:\n",
)
TEXT = ("View", "that can be sold", "on the shelf")


@pytest.fixture
def shop(folder: Path, pygen: Pygen) -> Path:
    """The folder with the shop's model, settings and SDK in it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    assert pygen("generate", "--source", "model").exit_code == 0
    return folder


@pytest.fixture
def edit(shop: Path) -> Edit:
    """Changes the shop's model."""

    def run(*edits: tuple[str, str, str]) -> None:
        for kind, before, after in edits:
            path = shop / "model" / f"shop.{kind}.yaml"
            text = path.read_text(encoding="utf-8")
            assert before in text
            path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return run


def test_what_breaks_and_which_names_it_touches(edit: Edit, pygen: Pygen, same_as_snapshot: Compare) -> None:
    edit(BREAKING, ADDED, SHOWN, TEXT)

    result = pygen("diff", "--source", "model")

    assert result.exit_code == 0
    same_as_snapshot("diff", result.stdout)


def test_everything(edit: Edit, pygen: Pygen, same_as_snapshot: Compare) -> None:
    edit(BREAKING, ADDED, SHOWN, TEXT)

    same_as_snapshot("diff_verbose", pygen("diff", "--source", "model", "-v", "--from-version", "1.4.2").stdout)


@pytest.mark.usefixtures("shop")
def test_nothing_changed(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("diff", "--source", "model", "--fail-on", "any")

    assert result.exit_code == 0
    same_as_snapshot("diff_nothing", result.stdout)


@pytest.mark.parametrize(
    ("edits", "on_breaking", "on_any"),
    [([TEXT], 0, 1), ([ADDED, SHOWN], 0, 1), ([BREAKING], 7, 7)],
    ids=["texts", "compatible", "breaking"],
)
def test_exit_codes_when_asked_for(
    edits: list[tuple[str, str, str]], on_breaking: int, on_any: int, edit: Edit, pygen: Pygen
) -> None:
    edit(*edits)

    assert pygen("diff", "--source", "model").exit_code == 0
    assert pygen("diff", "--source", "model", "--fail-on", "breaking").exit_code == on_breaking
    assert pygen("diff", "--source", "model", "--fail-on", "any").exit_code == on_any


def test_the_answer_for_machines(shop: Path, edit: Edit, pygen: Pygen) -> None:
    edit(BREAKING)

    answer = json.loads(pygen("diff", "pygen.lock", "model", "--json", "--from-version", "0.3.1").stdout)

    assert (answer["old"], answer["new"]) == ("pygen.lock", "model")
    (sdk,) = answer["sdks"]
    assert (sdk["package"], sdk["impact"], sdk["breaks"]) == ("shop_sdk", "breaking", ["reads", "writes"])
    assert (sdk["step"], sdk["version"], sdk["next_version"]) == ("major", "0.3.1", "0.4.0")
    (change,) = sdk["changes"]
    assert (change["kind"], change["place"]) == ("property-type", "pygen_example:ProductNode(v1).quantity")
    assert {"ProductNode.quantity", "ProductNodeWrite.quantity"} <= set(change["symbols"]["Python"])


def test_the_version_of_the_settings_is_the_one_that_rises(edit: Edit, pygen: Pygen) -> None:
    edit(TEXT)
    settings = Path("pygen.toml")
    settings.write_text(settings.read_text(encoding="utf-8") + 'version = "2.0.9"\n', encoding="utf-8")

    assert "2.0.9 becomes 2.0.10." in pygen("diff", "--source", "model").stdout


def test_what_views_inherit_is_told_once(edit: Edit, pygen: Pygen) -> None:
    special = "- space: pygen_example\n  externalId: Special\n  version: v1\n  implements:\n  - {space: pygen_example, "
    special += "externalId: ProductNode, version: v1, type: view}\n\n"
    listed = "views:\n  - {space: pygen_example, externalId: Special, version: v1, type: view}\n"
    edit(("View", PRODUCT, special + PRODUCT), ("DataModel", "views:\n", listed))
    assert pygen("generate", "--source", "model").exit_code == 0
    edit(BREAKING)

    short = pygen("diff", "--source", "model").stdout
    whole = pygen("diff", "--source", "model", "-v").stdout

    assert short.count("Its type was int32 and is text.") == 1
    assert "Inherited by pygen_example:Special(v1)." in short
    assert "Special.quantity" not in short
    assert whole.count("Its type was int32 and is text.") == 2
    assert "Special.quantity" in whole


def test_two_files(shop: Path, edit: Edit, pygen: Pygen) -> None:
    shutil.copytree(shop / "model", shop / "before")
    (shop / "pygen.lock").unlink()
    edit(BREAKING)

    assert "Its type was int32 and is text." in pygen("diff", "before", "model").stdout
    assert "Its type was text and is int32." in pygen("diff", "model", "before").stdout


def test_the_service_is_asked_for_the_models_of_the_lock(
    shop: Path, edit: Edit, pygen: Pygen, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(BREAKING)
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(shop / "model").load(())), "the shop")
        for name, value in environment_of(cdf).items():
            monkeypatch.setenv(name, value)

        result = pygen("diff", "--fail-on", "breaking")

    assert result.exit_code == 7
    assert "pygen_example:ProductNode(v1)\n  breaking    quantity: Its type was int32 and is text." in result.stdout


def test_the_service_is_compared_with_a_folder_that_the_settings_name(
    shop: Path, edit: Edit, pygen: Pygen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "pygen.toml").write_text('[generate]\nsource = "model"\n', encoding="utf-8")
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(shop / "model").load(())), "the shop")
        for name, value in environment_of(cdf).items():
            monkeypatch.setenv(name, value)
        edit(BREAKING)

        result = pygen("diff", "model", "--service", "--json")

    assert json.loads(result.stdout)["new"] == "service"
    assert "Its type was text and is int32." in result.stdout


@pytest.mark.parametrize("now", [["model", "model"], ["--source", "model"]])
def test_the_schema_now_is_said_once(shop: Path, pygen: Pygen, now: list[str]) -> None:
    result = pygen("diff", *now, "--service")

    assert result.exit_code == 2
    assert "say what the schema is now" in result.output


def test_each_of_several_sdks_has_its_own_changes(shop: Path, edit: Edit, pygen: Pygen) -> None:
    model = '{ space = "pygen_example", external_id = "ExampleDataModel", version = "v1" }'
    targets = [
        f'[[targets]]\nmodels = [{model}]\n[targets.python]\npackage = "whole"\n',
        f'[[targets]]\nmodels = [{model}]\n[targets.python]\npackage = "part"\n'
        '[targets.generate]\nexclude_views = ["ProductNode"]\n',
    ]
    (shop / "pygen.toml").write_text("\n".join(targets), encoding="utf-8")
    edit(BREAKING)

    text = pygen("diff", "--source", "model").stdout

    whole, _, part = text.partition("SDK part:\n")
    assert whole.startswith("SDK whole:\n")
    assert "1 breaking" in whole
    assert part.startswith("Changes: none.")


def test_sdks_in_typescript_go_by_their_own_names(shop: Path, edit: Edit, pygen: Pygen) -> None:
    model = '{ space = "pygen_example", external_id = "ExampleDataModel", version = "v1" }'
    web = f'[[targets]]\nmodels = [{model}]\n[targets.typescript]\npackage = "@acme/web"\nversion = "2.0.0"\n'
    (shop / "pygen.toml").write_text(f"{web}[[targets]]\nmodels = [{model}]\n[targets.typescript]\n", encoding="utf-8")
    edit(BREAKING)

    text = pygen("diff", "--source", "model").stdout
    answer = json.loads(pygen("diff", "--source", "model", "--json").stdout)

    assert [line for line in text.splitlines() if line.startswith("SDK ")] == [
        "SDK @acme/web:",
        "SDK ExampleDataModel:",
    ]
    assert "2.0.0 becomes 3.0.0." in text
    assert [(sdk["package"], sdk["version"]) for sdk in answer["sdks"]] == [("@acme/web", "2.0.0"), (None, None)]


def test_without_a_lock(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("diff")

    assert result.exit_code == 3
    same_as_snapshot("diff_no_lock", result.stderr)


@pytest.mark.usefixtures("shop")
def test_two_schemas_of_now(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("diff", "pygen.lock", "model", "--source", "model")

    assert result.exit_code == 2
    same_as_snapshot("diff_two_schemas", result.stderr)


@pytest.mark.usefixtures("shop")
def test_a_version_that_is_none(pygen: Pygen) -> None:
    result = pygen("diff", "--source", "model", "--from-version", "next")

    assert result.exit_code == 2
    assert "'next' is not a version" in result.stderr
