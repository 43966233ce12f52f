"""Whatever stops `pygen generate`, nothing of a person is lost, one message says so, and the next run completes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
MINE = Path("shop_sdk", "mine.py")
GENERATE = ("generate", "--source", "model")

# Python tells of every file that is moved; at one of them the process is stopped.
STOPPED = """
import os, signal, sys
from pygen_cli.main import main
left, number = [3], getattr(signal, sys.argv[1])

def stop(event, arguments):
    if event == "os.rename":
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), number)

# Python leaves it ignored where it was started so, as shells start what is to run in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.addaudithook(stop)
sys.argv = ["pygen", *sys.argv[2:]]
main()
"""

posix_only = pytest.mark.skipif(os.name == "nt", reason="rights, limits and signals as POSIX has them")


@pytest.fixture
def shop(folder: Path, pygen: Pygen) -> Path:
    """The shop's SDK with a module of a person beside it, and a model that has changed since."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    assert pygen(*GENERATE).exit_code == 0
    MINE.write_text("# mine\n", encoding="utf-8")
    views = folder / "model" / "shop.View.yaml"
    text = views.read_text(encoding="utf-8")
    views.write_text(text.replace("    active:\n", "    isActive:\n"), encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_completed(folder: Path, pygen: Pygen) -> None:
    """The next run brings the SDK to what it would be, and no file of another run is left."""
    assert pygen(*GENERATE).exit_code == 0
    assert pygen("generate", "--check").exit_code == 0
    assert "is_active" in Path("shop_sdk", "data_classes", "product_node.py").read_text(encoding="utf-8")
    assert MINE.read_text(encoding="utf-8") == "# mine\n"
    assert not [path for path in tree(folder) if ".tmp" in path]


@posix_only
def test_a_run_that_is_killed(shop: Path, pygen: Pygen) -> None:
    before = tree(shop)
    done = subprocess.run([sys.executable, "-c", STOPPED, "SIGKILL", *GENERATE], check=False)

    assert done.returncode == -signal.SIGKILL
    assert tree(shop).keys() >= before.keys()
    check_completed(shop, pygen)


@posix_only
def test_a_run_that_is_left_with_ctrl_c(shop: Path, pygen: Pygen) -> None:
    before = tree(shop)
    command = [sys.executable, "-c", STOPPED, "SIGINT", *GENERATE]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")
    assert tree(shop) == before
    check_completed(shop, pygen)


@posix_only
def test_a_full_disk(
    shop: Path,
    pygen: Pygen,
    same_as_snapshot: Compare,
    files_of_at_most: Callable[[int], AbstractContextManager[None]],
) -> None:
    before = tree(shop)

    with files_of_at_most(5000):
        result = pygen(*GENERATE)

    assert (result.exit_code, result.stdout) == (6, "")
    same_as_snapshot("generate_no_room", result.stderr)
    assert tree(shop) == before
    check_completed(shop, pygen)


@contextmanager
def rights_count() -> Iterator[None]:
    """Within it no folder is open to this process that is closed to others, not even if it belongs to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix_only
@pytest.mark.parametrize("output", [".", "new"])
def test_a_folder_without_rights(output: str, shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen(*GENERATE, "--dry-run")  # loads modules that may be closed to others
    (shop / "new").mkdir()
    folders = [shop, *(path for path in shop.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    before = tree(shop)

    with rights_count():
        result = pygen(*GENERATE, "--output", output)

    for path in folders:
        path.chmod(0o755)
    assert (result.exit_code, result.stdout) == (6, "")
    same_as_snapshot("generate_no_rights" if output == "." else "generate_no_rights_new", result.stderr)
    assert tree(shop) == before
    check_completed(shop, pygen)


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_project_of_a_person_stays(
    options: tuple[str, ...], folder: Path, pygen: Pygen, same_as_snapshot: Compare
) -> None:
    shutil.copytree(EXAMPLE / "model", folder / "model")
    (folder / "pygen.toml").write_text('[python]\npackage = "shop_sdk"\nproject = true\n', encoding="utf-8")
    for name in ("pyproject.toml", "README.md"):
        (folder / name).write_text("# mine\n", encoding="utf-8")
    before = tree(folder)

    result = pygen(*GENERATE, *options)

    assert (result.exit_code, result.stdout) == (6, "")
    same_as_snapshot("generate_own_project", result.stderr)
    assert tree(folder) == before
    assert pygen(*GENERATE, "--output", "sdk").exit_code == 0
    assert {**tree(folder), **before} == tree(folder)
