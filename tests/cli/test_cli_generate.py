"""`pygen generate` writes an SDK, says what it did, and leaves alone what is not its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
MODEL = ("--space", "pygen_example", "--external-id", "ExampleDataModel", "--version", "v1")
PRODUCT = Path("shop_sdk", "data_classes", "product_node.py")


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder, with the shop's model and settings in it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("shop")
def test_it_writes_the_package_and_tells_what_it_did(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("generate", "--source", "model")

    assert result.exit_code == 0
    assert result.stderr == ""
    same_as_snapshot("generate", result.stdout)
    assert "class ShopClient(" in Path("shop_sdk", "_client.py").read_text(encoding="utf-8")


def test_a_model_in_the_repository_needs_nothing_of_http(shop: Path) -> None:
    program = """
import sys
from pygen_cli.main import main

sys.argv = ["pygen", "generate", "--source", "model"]
try:
    main()
finally:
    print([name for name in ("httpx", "ssl") if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=shop)

    assert done.stderr.strip() == "[]"


@pytest.mark.usefixtures("shop")
def test_a_second_time_there_is_nothing_to_do(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    before = tree(shop)

    same_as_snapshot("generate_again", pygen("generate", "--source", "model").stdout)

    assert tree(shop) == before


@pytest.mark.usefixtures("shop")
def test_verbose_shows_every_file_and_every_finding(pygen: Pygen, same_as_snapshot: Compare) -> None:
    same_as_snapshot("generate_verbose", pygen("generate", "--source", "model", "-v").stdout)


def test_options_go_before_settings(shop: Path, pygen: Pygen) -> None:
    options = ("--package", "store", "--client-name", "StoreClient", "--default-instance-space", "store_data")
    result = pygen("generate", "--source", "model", *options, "--output", "lib")

    assert result.exit_code == 0
    client = (shop / "lib" / "store" / "_client.py").read_text(encoding="utf-8")
    assert "class StoreClient(" in client
    assert '"store_data"' in client
    assert (shop / "lib" / "pygen.lock").exists()
    assert not (shop / "pygen.lock").exists()


def test_without_settings_names_come_from_the_model(shop: Path, pygen: Pygen) -> None:
    (shop / "pygen.toml").unlink()

    pygen("generate", "--source", "model")

    assert "class ExampleDataModelClient(" in (shop / "example_data_model" / "_client.py").read_text(encoding="utf-8")


def test_each_target_is_generated(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    targets = '[[targets]]\npython = {package = "one"}\n[[targets]]\npython = {package = "two", output = "lib"}\n'
    (shop / "pygen.toml").write_text(targets, encoding="utf-8")

    same_as_snapshot("generate_targets", pygen("generate", "--source", "model").stdout)

    assert (shop / "lib" / "two" / "py.typed").exists()
    assert pygen("generate", "--check").exit_code == 0
    refused = pygen("generate", "--source", "model", "--package", "three")
    assert refused.exit_code == 2
    assert "Options for one SDK were given, and the configuration has several targets." in refused.stderr


@pytest.mark.usefixtures("shop")
def test_both_languages_in_one_run_with_one_lock(pygen: Pygen, same_as_snapshot: Compare) -> None:
    both = ("--source", "model", "--language", "python", "--language", "typescript")

    same_as_snapshot("generate_both", pygen("generate", *both).stdout)

    assert pygen("generate", *both, "--check").exit_code == 0
    answer = json.loads(pygen("generate", *both, "--json").stdout)
    assert answer["packages"] == ["shop_sdk", "example-data-model"]
    result = pygen("generate", "--source", "model")
    assert result.exit_code == 6
    assert "pygen.lock is that of example-data-model, which would be removed" in result.stderr


@pytest.mark.usefixtures("shop")
def test_names_go_to_the_only_language(pygen: Pygen) -> None:
    options = ("--language", "typescript", "--package", "@acme/shop", "--client-name", "AcmeClient")

    result = pygen("generate", "--source", "model", *options)

    assert result.stdout.endswith('Next: `import { AcmeClient } from "./shop/src/index.ts"`.\n')
    assert Path("shop", "src", "index.ts").exists()


def test_a_dry_run_shows_the_plan_and_writes_nothing(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    before = tree(shop)

    result = pygen("generate", "--source", "model", "--dry-run")

    assert result.exit_code == 0
    same_as_snapshot("generate_dry_run", result.stdout)
    assert tree(shop) == before


def test_check_shows_what_a_person_changed(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    product = shop / PRODUCT
    product.write_text(product.read_text(encoding="utf-8").replace("    price: float\n", ""), encoding="utf-8")
    (shop / "shop_sdk" / "py.typed").unlink()
    before = tree(shop)

    result = pygen("generate", "--check")

    assert result.exit_code == 1
    same_as_snapshot("generate_check", result.stdout)
    assert tree(shop) == before


@pytest.mark.usefixtures("shop")
def test_check_is_content_with_what_was_generated(pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")

    result = pygen("generate", "--check")

    assert result.exit_code == 0
    same_as_snapshot("generate_check_equal", result.stdout)


def test_check_notices_a_change_of_the_model(shop: Path, pygen: Pygen) -> None:
    pygen("generate", "--source", "model")
    views = shop / "model" / "shop.View.yaml"
    views.write_text(views.read_text(encoding="utf-8").replace("that can be sold", "on the shelf"), encoding="utf-8")

    result = pygen("generate", "--source", "model", "--check")

    assert result.exit_code == 1
    assert '+    """A product on the shelf."""' in result.stdout


def test_check_notices_that_only_the_lock_is_old(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    space = shop / "model" / "shop.Space.yaml"
    space.write_text(space.read_text(encoding="utf-8").replace("a small shop", "a shop"), encoding="utf-8")

    result = pygen("generate", "--source", "model", "--check")

    assert result.exit_code == 1
    same_as_snapshot("generate_check_lock", result.stdout)


def test_the_changes_of_a_person_are_not_overwritten(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    (shop / PRODUCT).write_text("# mine\n", encoding="utf-8")
    (shop / "shop_sdk" / "_client.py").unlink()
    before = tree(shop)

    result = pygen("generate", "--source", "model")

    assert result.exit_code == 6
    same_as_snapshot("generate_refused", result.stderr)
    assert tree(shop) == before

    assert pygen("generate", "--source", "model", "--force").exit_code == 0
    assert (shop / PRODUCT).read_text(encoding="utf-8") != "# mine\n"


def test_the_package_of_another_sdk_is_not_removed(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    before = tree(shop)

    result = pygen("generate", "--source", "model", "--package", "store")

    assert result.exit_code == 6
    same_as_snapshot("generate_other_package", result.stderr)
    assert tree(shop) == before

    assert pygen("generate", "--source", "model", "--package", "store", "--force").exit_code == 0
    assert not (shop / "shop_sdk").exists()


def test_a_folder_that_cannot_be_made(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    before = tree(shop)

    result = pygen("generate", "--source", "model", "--output", "README.md")

    assert result.exit_code == 6
    same_as_snapshot("generate_no_folder", result.stderr)
    assert tree(shop) == before


@pytest.fixture
def service(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A service with the shop's model, named by the environment."""
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(shop / "model").load(())), "the shop")
        for name, value in environment_of(cdf).items():
            monkeypatch.setenv(name, value)
        yield cdf


def test_from_the_service_and_later_from_the_lock(shop: Path, service: Emulator, pygen: Pygen) -> None:
    assert pygen("generate", *MODEL).exit_code == 0
    written = tree(shop)
    service.close()

    assert pygen("generate", *MODEL, "--check").exit_code == 0
    assert pygen("generate", "--source", "pygen.lock", *MODEL).exit_code == 0
    assert tree(shop) == written


@pytest.mark.usefixtures("service")
def test_models_in_the_settings_come_from_the_service(shop: Path, pygen: Pygen) -> None:
    models = '[[models]]\nspace = "pygen_example"\nexternal_id = "ExampleDataModel"\nversion = "v1"\n'
    (shop / "pygen.toml").write_text(models, encoding="utf-8")

    assert pygen("generate").exit_code == 0
    assert (shop / "example_data_model" / "_client.py").exists()


def test_the_answer_for_machines(shop: Path, pygen: Pygen) -> None:
    settings = (shop / "pygen.toml").read_text(encoding="utf-8")
    settings = settings.replace("[generate]", '[generate]\nexclude_views = ["CategoryNode"]')
    (shop / "pygen.toml").write_text(settings, encoding="utf-8")

    answer = json.loads(pygen("generate", "--source", "model", "--json").stdout)

    assert (answer["root"], answer["packages"], answer["written"]) == (".", ["shop_sdk"], True)
    assert answer["counts"] == {"create": len(answer["files"]), "update": 0, "unchanged": 0, "remove": 0}
    assert {"path": "shop_sdk/py.typed", "action": "create", "refusal": None} in answer["files"]
    assert "view-excluded" in {finding["code"] for finding in answer["findings"]}


@pytest.mark.usefixtures("shop")
def test_the_readme_of_the_example_is_true(pygen: Pygen) -> None:
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    commands = [line.split()[2:] for line in readme.splitlines() if line.startswith("$ pygen ")]
    commands += [
        text.split()[1:] for text in readme.split("`") if text.startswith("pygen generate") and "--check" in text
    ]

    assert commands == [["generate", "--source", "model"], ["generate", "--source", "model", "--check"]]
    assert [pygen(*command).exit_code for command in commands] == [0, 0]
    assert Path("shop_sdk", "__init__.py").exists()
