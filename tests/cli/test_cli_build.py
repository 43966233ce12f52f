"""`pygen build` makes a wheel that can be installed and used, with nothing but what is on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.parser import HeaderParser
from pathlib import Path

import pytest
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
SETTINGS = '[python]\npackage = "shop_sdk"\ndistribution = "acme-shop"\nversion = "1.2.3"\noutput = "lib"\n'


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder, with the shop's model and settings for a package."""
    shutil.copytree(EXAMPLE / "model", folder / "model")
    (folder / "pygen.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


@pytest.mark.usefixtures("shop")
def test_the_wheel_can_be_imported(pygen: Pygen, same_as_snapshot: Compare, tmp_path: Path) -> None:
    result = pygen("build", "--source", "model")

    assert result.exit_code == 0
    same_as_snapshot("build", result.stdout)
    (wheel,) = Path("dist").iterdir()
    program = "import shop_sdk; print(shop_sdk.ProductNode.__doc__, shop_sdk.__file__)"
    path = {**os.environ, "PYTHONPATH": str(wheel.resolve())}
    shown = subprocess.run([sys.executable, "-c", program], env=path, capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("A product that can be sold.")
    assert wheel.name in shown.stdout


@pytest.mark.usefixtures("shop")
def test_the_wheel_says_what_it_is_and_needs(pygen: Pygen) -> None:
    (wheel,) = json.loads(pygen("build", "--source", "model", "--json").stdout)["wheels"]

    assert Path(wheel) == Path("dist", "acme_shop-1.2.3-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as opened:
        metadata = HeaderParser().parsestr(opened.read("acme_shop-1.2.3.dist-info/METADATA").decode())
    assert (metadata["Name"], metadata["Version"]) == ("acme-shop", "1.2.3")
    assert metadata["Requires-Dist"].startswith("cognite-pygen-runtime<0.2,>=0.1")
    assert "# acme-shop" in metadata.get_payload()
    assert "shop_sdk/py.typed" in names_in(Path(wheel))


def test_modules_of_your_own_are_part_of_it_and_leftovers_are_not(shop: Path, pygen: Pygen) -> None:
    pygen("generate", "--source", "model")
    package = shop / "lib" / "shop_sdk"
    (package / "tools").mkdir()
    (package / "tools" / "prices.py").write_text("CURRENCY = 'EUR'\n", encoding="utf-8")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "old.pyc").write_bytes(b"")
    settings = SETTINGS + '[generate]\nexclude_views = ["RelatesTo"]\n'
    (shop / "pygen.toml").write_text(settings, encoding="utf-8")

    assert pygen("build").exit_code == 0

    names = names_in(shop / "dist" / "acme_shop-1.2.3-py3-none-any.whl")
    assert "shop_sdk/tools/prices.py" in names
    assert not [name for name in names if "relates_to" in name or "pycache" in name]
    assert not (shop / "lib" / "pyproject.toml").exists()


@pytest.mark.usefixtures("shop")
def test_the_same_sdk_gives_the_same_wheel(pygen: Pygen) -> None:
    pygen("build", "--source", "model", "--output", "one")
    pygen("build", "--source", "model", "--output", "two")

    (one,), (two,) = Path("one").iterdir(), Path("two").iterdir()
    assert one.read_bytes() == two.read_bytes()


def test_each_target_gives_a_wheel(shop: Path, pygen: Pygen) -> None:
    targets = (
        '[[targets]]\n[targets.python]\npackage = "one"\n[[targets]]\n[targets.python]\npackage = "two"\noutput = "x"\n'
    )
    (shop / "pygen.toml").write_text(targets, encoding="utf-8")

    assert pygen("build", "--source", "model").exit_code == 0
    assert {path.name.partition("-")[0] for path in (shop / "dist").iterdir()} == {"one", "two"}


def test_only_python_sdks_give_wheels(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    typescript = '[typescript]\npackage = "@acme/shop"\n'
    (shop / "pygen.toml").write_text(SETTINGS + typescript, encoding="utf-8")
    assert pygen("build", "--source", "model").exit_code == 0

    (shop / "pygen.toml").write_text(typescript, encoding="utf-8")
    result = pygen("build", "--source", "model")

    assert result.exit_code == 2
    same_as_snapshot("build_typescript", result.stderr)


def test_what_somebody_changed_is_not_lost(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    (shop / "lib" / "shop_sdk" / "_client.py").write_text("# mine\n", encoding="utf-8")

    result = pygen("build")

    assert result.exit_code == 6
    same_as_snapshot("build_changed", result.stderr)
    assert not (shop / "dist").exists()


def test_a_folder_that_cannot_be_written(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (shop / "dist").write_text("a file", encoding="utf-8")

    result = pygen("build", "--source", "model")

    assert result.exit_code == 6
    same_as_snapshot("build_no_folder", result.stderr)


@pytest.mark.usefixtures("shop")
def test_a_full_disk(
    pygen: Pygen, same_as_snapshot: Compare, files_of_at_most: Callable[[int], AbstractContextManager[None]]
) -> None:
    with files_of_at_most(2000):
        result = pygen("build", "--source", "model")

    assert result.exit_code == 6
    same_as_snapshot("build_no_room", result.stderr)


def test_a_build_that_fails(
    shop: Path, pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = shop / "another" / "hatchling"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    (backend / "build.py").write_text("raise ValueError('no wheels today')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(backend.parent))

    result = pygen("build", "--source", "model")

    assert result.exit_code == 6
    same_as_snapshot("build_failed", result.stderr)


def test_without_the_backend(pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hatchling", None)

    result = pygen("build")

    assert result.exit_code == 2
    same_as_snapshot("build_no_backend", result.stderr)
