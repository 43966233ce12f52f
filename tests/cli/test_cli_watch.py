"""`pygen generate --watch` generates again when something changes; `--diff` shows what would."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import pytest
from command_line_program import PROGRAM
from pygen_cli.watching import changes_of
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
PRODUCT = Path("shop_sdk", "data_classes", "product_node.py")


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder, with the shop's model and settings in it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def while_it_waits(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Do one thing after the other while the command waits for a change, and press Ctrl-C in the end."""

    def script(*steps: Callable[[], object]) -> None:
        left = iter(steps)

        def sleep(seconds: float) -> None:
            assert 0 < seconds < 2
            try:
                next(left)()
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr("time.sleep", sleep)

    return script


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_what_changes_is_generated_again(
    shop: Path, pygen: Pygen, same_as_snapshot: Compare, while_it_waits: Callable[..., None]
) -> None:
    views = shop / "model" / "shop.View.yaml"
    while_it_waits(
        lambda: rewrite(views, "that can be sold", "on the shelf"),
        lambda: views.with_name("broken.View.yaml").write_text("a: [", encoding="utf-8"),
        lambda: views.with_name("broken.View.yaml").unlink(),
        lambda: rewrite(shop / "pygen.toml", "shop_sdk", "store"),
        lambda: (shop / "notes.txt").write_text("nobody looks at this", encoding="utf-8"),
    )

    result = pygen("generate", "--source", "model", "--watch", "--force")

    assert result.exit_code == 0
    same_as_snapshot("watch", result.stdout)
    same_as_snapshot("watch_errors", result.stderr)
    assert '"""A product on the shelf."""' in (shop / "store" / "data_classes" / "product_node.py").read_text()


def test_templates_are_looked_at_as_well(shop: Path, pygen: Pygen, while_it_waits: Callable[..., None]) -> None:
    rewrite(shop / "pygen.toml", "[python]", '[python]\ntemplates = "mine"')
    (shop / "mine").mkdir()
    template = '# Acme\n{% include "pygen/module.py.jinja" %}'
    while_it_waits(lambda: (shop / "mine" / "module.py.jinja").write_text(template, encoding="utf-8"))

    result = pygen("generate", "--source", "model", "--watch")

    assert "Changed: mine/module.py.jinja." in result.stdout
    assert (shop / PRODUCT).read_text(encoding="utf-8").startswith("# Acme\n")


def test_a_change_before_the_first_look_is_not_missed(shop: Path, while_it_waits: Callable[..., None]) -> None:
    views = shop / "model" / "shop.View.yaml"
    while_it_waits(lambda: None)

    changes = changes_of([shop / "model"])
    rewrite(views, "that can be sold", "on the shelf")

    assert next(changes) == [views]


@pytest.mark.usefixtures("shop")
def test_hidden_files_are_not_looked_at(pygen: Pygen, while_it_waits: Callable[..., None]) -> None:
    def add_hidden() -> None:
        Path("model", ".cache").mkdir()
        Path("model", ".cache", "x").touch()

    while_it_waits(add_hidden)

    assert "Changed:" not in pygen("generate", "--source", "model", "--watch").stdout


@pytest.mark.usefixtures("shop")
def test_a_folder_that_holds_far_too_much(
    shop: Path, pygen: Pygen, same_as_snapshot: Compare, while_it_waits: Callable[..., None]
) -> None:
    for number in range(10_001):
        (shop / "model" / f"{number}.txt").touch()
    while_it_waits()

    result = pygen("generate", "--source", "model", "--watch")

    assert result.exit_code == 2
    same_as_snapshot("watch_too_much", result.stderr)


@pytest.mark.parametrize("arguments", [(), ("--source", "model", "--check"), ("--source", "model", "--json")])
def test_what_cannot_be_watched(arguments: tuple[str, ...], pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("generate", "--watch", *arguments)

    assert result.exit_code == 2
    same_as_snapshot("watch_nothing", result.stderr)


def lines_until(process: subprocess.Popen[str], end: str) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if line.startswith(end):
            return


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_as_a_process_of_its_own(shop: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "generate", "--source", "model", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        # Lines that never come must fail the test, not stop all of them.
        too_long = Timer(60, process.kill)
        too_long.start()
        try:
            assert "Files:" in "".join(lines_until(process, "Watching model"))
            rewrite(shop / "model" / "shop.View.yaml", "that can be sold", "on the shelf")
            assert "Files: 0 created, 1 updated" in "".join(lines_until(process, "Next"))
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=20)
        finally:
            too_long.cancel()
            process.kill()

    assert (process.returncode, rest, errors) == (0, "Stopped.\n", "")
    assert "on the shelf" in (shop / PRODUCT).read_text(encoding="utf-8")


def test_diff_shows_what_would_change_and_is_content(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate", "--source", "model")
    rewrite(shop / "model" / "shop.View.yaml", "that can be sold", "on the shelf")
    before = (shop / PRODUCT).read_bytes()

    result = pygen("generate", "--source", "model", "--diff")

    assert result.exit_code == 0
    same_as_snapshot("generate_diff", result.stdout)
    assert (shop / PRODUCT).read_bytes() == before
