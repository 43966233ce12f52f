"""Generated code of another contract does not get past installers, imports and checkers, which each say why.

The code is that of today with the number and the range of versions that a generator of the next contract would write.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import generated_sdk
import pytest
import type_checkers
import typescript_tools
from pygen_generator import GeneratorConfig, generate_sdk
from pygen_runtime.contract import CONTRACT
from typescript_tools import RUNTIME, TypeScriptTools

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "examples" / "shop" / "model"
SCRIPTS = Path(sys.executable).parent
NEXT = CONTRACT + 1
CHANGES = {
    "shop_sdk/__init__.py": (f"require_contract({CONTRACT}, ", f"require_contract({NEXT}, "),
    "pyproject.toml": ("cognite-pygen-runtime>=0.1,<0.2", "cognite-pygen-runtime>=0.2,<0.3"),
    "shop-sdk/src/index.ts": (f"requireContract({CONTRACT}, ", f"requireContract({NEXT}, "),
    "shop-sdk/package.json": ('"@cognite/pygen-runtime": "^0.1.0"', '"@cognite/pygen-runtime": "^0.2.0"'),
}


def write(folder: Path) -> Path:
    """Write the shop's SDK, in both languages, as projects that can be published."""
    tables = {"python": {"package": "shop_sdk"}, "typescript": {"package": "shop-sdk"}}
    config = {name: {"project": True, **table} for name, table in tables.items()}
    generated_sdk.write(generate_sdk(SHOP, GeneratorConfig.load(config)), folder)
    return folder


@pytest.fixture(scope="module")
def fitting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SDK of the contract of today."""
    return write(tmp_path_factory.mktemp("fitting"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SDK of the next contract."""
    folder = write(tmp_path_factory.mktemp("other"))
    for name, (old, new) in CHANGES.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def run(folder: Path, *command: str | Path) -> tuple[int, str]:
    """The exit code, and what was said."""
    program = shutil.which(str(command[0]), path=SCRIPTS)
    assert program is not None
    environment = {**os.environ, "NO_COLOR": "1", "NODE_OPTIONS": ""}
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def wheel(project: Path, folder: Path) -> Path:
    """The wheel of a project, by the backend of this environment."""
    code, said = run(project, "python", "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    assert code == 0, said
    (built,) = folder.glob("*.whl")
    return built


def test_an_installer_finds_no_runtime_that_fits(fitting: Path, other: Path, tmp_path: Path) -> None:
    wheel(ROOT / "packages" / "pygen-runtime-py", tmp_path / "index")
    install: list[str | Path] = [
        "uv",
        "pip",
        "install",
        "--dry-run",
        "--offline",
        "--no-index",
        "--find-links",
        tmp_path / "index",
    ]
    install += ["--no-config", "--python", sys.executable]

    accepted = run(tmp_path, *install, wheel(fitting, tmp_path / "fitting"))
    code, said = run(tmp_path, *install, wheel(other, tmp_path / "other"))

    assert accepted[0] == 0, accepted[1]
    assert code == 1
    said = " ".join(said.split())
    assert "Because only cognite-pygen-runtime==0.1.0 is available" in said
    assert "shop-sdk==0.1.0 depends on cognite-pygen-runtime>=0.2,<0.3" in said


@pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node is not installed")
def test_npm_says_that_the_runtime_does_not_fit(fitting: Path, other: Path) -> None:
    for folder in (fitting, other):
        shutil.copytree(RUNTIME.parent / "src", folder / "shop-sdk" / "node_modules" / "@cognite" / "pygen-runtime")
        shutil.copy(RUNTIME.parent / "package.json", folder / "shop-sdk" / "node_modules" / "@cognite/pygen-runtime")
    listed = ("npm", "ls", "--offline", "--omit=dev")

    accepted = run(fitting / "shop-sdk", *listed)
    code, said = run(other / "shop-sdk", *listed)

    assert accepted[0] == 0, accepted[1]
    assert code == 1
    assert 'invalid: "^0.2.0" from the root project' in said


def test_an_import_is_refused_with_the_way_out(fitting: Path, other: Path) -> None:
    assert run(fitting, "python", "-c", "import shop_sdk") == (0, "")

    code, said = run(other, "python", "-c", "import shop_sdk")

    assert code == 1
    assert said.splitlines()[-1] == (
        f"pygen_runtime.errors.ContractError: shop_sdk was generated for contract {NEXT}; this cognite-pygen-runtime "
        f"supports contract {CONTRACT}. Run `pygen generate` again, or install a runtime that supports it."
    )


def test_mypy_and_pyright_refuse_the_number_and_nothing_else(other: Path) -> None:
    by_mypy = type_checkers.mypy(other, "shop_sdk/__init__.py").stdout
    by_pyright = type_checkers.pyright(other, "shop_sdk/__init__.py").stdout

    (line,) = [line for line in by_mypy.splitlines() if ": error: " in line]
    expected = (
        f'Argument 1 to "require_contract" has incompatible type "Literal[{NEXT}]"; expected "Literal[{CONTRACT}]"'
    )
    assert expected in line
    (line,) = [line for line in by_pyright.splitlines() if " error: " in line]
    assert f'"Literal[{NEXT}]" cannot be assigned to parameter "contract" of type "Literal[{CONTRACT}]"' in line


@pytest.mark.skipif(not typescript_tools.TSC_IS_THERE, reason="node, deno or the compiler are not installed")
def test_the_typescript_compiler_refuses_the_number_and_nothing_else(other: Path) -> None:
    with pytest.raises(AssertionError) as refused:
        TypeScriptTools(other).tsc("shop-sdk/src/index.ts")

    (line,) = [line for line in str(refused.value).splitlines() if "error TS" in line]
    assert f"Argument of type '{NEXT}' is not assignable to parameter of type '{CONTRACT}'" in line


@pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node is not installed")
def test_a_javascript_program_is_refused_with_the_way_out(other: Path) -> None:
    program = "import('./shop-sdk/src/index.ts').catch((error) => console.log(JSON.stringify(`${error}`)))"

    said = json.loads(TypeScriptTools(other).node("--eval", program))

    assert said == (
        f"ContractError: shop-sdk was generated for contract {NEXT}; this @cognite/pygen-runtime supports contract "
        f"{CONTRACT}. Run `pygen generate` again, or install a runtime that supports it."
    )
