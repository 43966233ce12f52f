"""Every block of code in the documentation does what it says, in its language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import documented_page
import documented_typescript
import pytest
import typescript_tools
from documentation_pages import PAGES, ROOT, name_of
from markdown_blocks import blocks

LANGUAGES = {"console", "jinja", "json", "python", "text", "toml", "ts", "yaml"}
MYPY = """
[mypy]
mypy_path = {sdks}
allow_redefinition = True
ignore_missing_imports = True
disable_error_code = top-level-await
# Large, and not what pages are about.
[mypy-pandas.*,polars.*,pyarrow.*,numpy.*,pytest.*,starlette.*]
follow_imports = skip
"""
RUN_HERE = {"console", "json", "python", "toml", "yaml"}

needs_node = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")


def _with(languages: set[str]) -> list[Path]:
    return [page for page in PAGES if any(block.language in languages and not block.needs for block in blocks(page))]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", _with(RUN_HERE), ids=_name)
def test_a_page_does_what_it_says(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with documented_page.opened(folder, monkeypatch) as opened:
        opened.do(blocks(page))


@needs_node
@pytest.mark.parametrize("page", _with({"ts"}), ids=_name)
@pytest.mark.usefixtures("service")
def test_a_page_does_what_it_says_in_typescript(page: Path, typescript: documented_typescript.Programs) -> None:
    found = blocks(page)
    printed = documented_typescript.outputs(found, typescript.run(page))
    for line, shown in documented_typescript.shown(found).items():
        assert documented_page.same(shown.text, printed[line]), f"{shown}: it prints\n{printed[line]}"


@needs_node
def test_all_typescript_has_the_types_that_it_claims(typescript: documented_typescript.Programs) -> None:
    assert typescript.programs
    typescript.check()


def test_all_python_has_the_types_that_it_claims(sdks: Path, tmp_path: Path) -> None:
    for page in PAGES:
        program: list[str] = []
        for block in blocks(page):
            if block.language != "python":
                continue
            # At the place where it stands, so that mypy names the line of the page.
            program += [""] * (block.line - len(program)) + block.text.splitlines()
        if program:
            (tmp_path / f"{name_of(page)}.py").write_text("\n".join(program) + "\n", encoding="utf-8")
    assert any(tmp_path.iterdir())
    (tmp_path / "mypy.ini").write_text(MYPY.format(sdks=sdks.as_posix()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--check-untyped-defs", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_what_runs_and_what_does_not_can_be_seen(page: Path) -> None:
    for block in blocks(page):
        if page.is_relative_to(ROOT / "docs"):
            assert block.language in LANGUAGES or "design" in page.parts, f"{block}: who runs {block.language!r}?"
        assert block.needs is None or block.needs.endswith("."), f"{block}: {block.needs}"


def test_a_page_is_held_to_its_output() -> None:
    assert documented_page.same("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not documented_page.same("a\n...\nd\n", "a\nb\nc\n")
    assert documented_page.same("at http://127.0.0.1:8080\n", "at http://127.0.0.1:36001\n")
    assert not documented_page.same("", "a\n")
