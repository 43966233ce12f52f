"""Releases in a copy of the repository: versions, ranges, changelogs, commits and tags, and what a tag publishes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import committed_files
import pytest
from python_distributions import ROOT

GIT = shutil.which("git")
SCRIPTS = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(GIT is None, reason="git is not installed")


@dataclass(frozen=True)
class Copy:
    """A repository that holds the files of this one."""

    folder: Path

    def git(self, *arguments: str) -> str:
        return self._run(str(GIT), *arguments)

    def release(self, *arguments: str, name: str = "me") -> str:
        return self._run(sys.executable, "release.py", *arguments, name=name)

    def add(self, path: str, text: str) -> None:
        """Write a file of the copy and commit it."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A change")

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def _run(self, *command: str, name: str = "me") -> str:
        # The tools of this environment, without a network, and as nobody in particular.
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(SCRIPTS), os.environ["PATH"]]),
            "UV_OFFLINE": "1",
            **{
                f"GIT_{role}_{what}": value
                for role in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", name), ("EMAIL", "me@example.com"))
            },
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this repository, committed in one of their own, with no change that waits for a release."""
    folder = tmp_path_factory.mktemp("original")
    for path in committed_files.paths():
        if path.relative_to(ROOT).match("changes/*/*"):
            continue
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    copy = Copy(folder)
    copy.git("init", "--quiet", "--initial-branch", "main")
    copy.git("add", "--all")
    copy.git("commit", "--quiet", "--message", "The beginning")
    return folder


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Copy:
    folder = tmp_path / "copy"
    Copy(original).git("clone", "--quiet", str(original), str(folder))
    return Copy(folder)


def test_a_first_release_gets_its_day_and_nothing_else(copy: Copy) -> None:
    printed = copy.release("make", "pygen-emulator", "--date", "2026-12-01")

    assert "cognite-pygen-emulator 0.1.0 is committed and tagged." in printed
    assert "## 0.1.0 (2026-12-01)\n\nFirst version." in copy.text("packages/pygen-emulator/CHANGELOG.md")
    assert copy.git("diff", "--name-only", "HEAD~1").split() == ["packages/pygen-emulator/CHANGELOG.md"]
    assert copy.git("tag").split() == ["pygen-emulator-v0.1.0"]
    assert copy.git("status", "--porcelain") == ""


def test_changes_become_the_changelog_and_the_next_version(copy: Copy) -> None:
    copy.release("make", "pygen-emulator", "--date", "2026-12-01")
    copy.add("changes/pygen-emulator/ports.fixed.md", "Ports are freed.\n")
    copy.add("changes/pygen-emulator/pages.added.md", "Pages have\nnumbers.\n")
    assert "pygen-emulator      0.1.0            2  0.1.1" in copy.release("status")

    copy.release("make", "pygen-emulator", "--date", "2026-12-24")

    changelog = copy.text("packages/pygen-emulator/CHANGELOG.md")
    entry = "## 0.1.1 (2026-12-24)\n\nAdded:\n\n* Pages have\n  numbers.\n\nFixed:\n\n* Ports are freed.\n\n## 0.1.0"
    assert entry in changelog
    assert '"0.1.1"' in copy.text("packages/pygen-emulator/src/pygen_emulator/_version.py")
    assert not [*copy.folder.glob("changes/pygen-emulator/*")]
    assert copy.git("tag", "--points-at", "HEAD").split() == ["pygen-emulator-v0.1.1"]


def test_a_breaking_change_of_a_runtime_widens_what_the_generator_writes(copy: Copy) -> None:
    copy.add("changes/pygen-runtime-ts/names.breaking.md", "Names are others.\n")
    copy.release("make", "pygen-runtime-ts", "--date", "2026-12-01")
    copy.add("changes/pygen-runtime-ts/names.breaking.md", "And others again.\n")

    printed = copy.release("make", "pygen-runtime-ts", "--date", "2026-12-02")

    for path in ("package.json", "deno.json"):
        assert json.loads(copy.text(f"packages/pygen-runtime-ts/{path}"))["version"] == "0.2.0"
    assert json.loads(copy.text("package-lock.json"))["packages"]["packages/pygen-runtime-ts"]["version"] == "0.2.0"
    assert 'VERSION = "0.2.0"' in copy.text("packages/pygen-runtime-ts/src/version.ts")
    # Contract 1 is that of both versions, so code that is generated goes with both.
    project = copy.text("packages/pygen-generator/src/pygen_generator/languages/typescript/project.py")
    assert 'RUNTIME_RANGES = {1: ">=0.1.0 <0.3.0"}' in project
    assert "Changes wait in pygen-generator." in printed


def test_packages_that_need_a_breaking_one_move_their_ranges_and_wait_for_a_release(copy: Copy) -> None:
    copy.release("make", "pygen-client", "pygen-runtime-py", "--date", "2026-12-01")
    copy.add("changes/pygen-client/names.breaking.md", "Names are others.\n")

    # In the order in which they need each other, however they are named.
    printed = copy.release("make", "pygen-runtime-py", "pygen-client", "--date", "2026-12-02")

    assert copy.git("tag", "--points-at", "HEAD").split() == ["pygen-runtime-py-v0.1.1"]
    assert copy.git("tag", "--points-at", "HEAD~1").split() == ["pygen-client-v0.2.0"]
    assert "* Goes with cognite-pygen-client 0.2." in copy.text("packages/pygen-runtime-py/CHANGELOG.md")
    for dependent in ("pygen-runtime-py", "pygen-emulator", "pygen-generator", "pygen-cli"):
        assert '"cognite-pygen-client>=0.2,<0.3"' in copy.text(f"packages/{dependent}/pyproject.toml")
    assert "Changes wait in pygen-emulator, pygen-generator, pygen-cli." in printed


def test_what_is_not_committed_stops_a_release(copy: Copy) -> None:
    (copy.folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AssertionError, match="changes that are not committed"):
        copy.release("make", "pygen-client")


def test_whoever_git_does_not_know_is_told_before_anything_is_written(copy: Copy) -> None:
    with pytest.raises(AssertionError, match="git does not know who you are"):
        copy.release("make", "pygen-client", name="")
    assert copy.git("status", "--porcelain") == ""


def test_a_tag_of_another_version_publishes_nothing(copy: Copy) -> None:
    with pytest.raises(AssertionError, match="is not the tag of a package"):
        copy.release("build", "pygen-client-v9.9.9")
    with pytest.raises(AssertionError, match=r"no entry of 0\.1\.0 with a date"):
        copy.release("build", "pygen-client-v0.1.0")


def test_a_tag_publishes_wheel_sdist_and_bill_of_materials(copy: Copy) -> None:
    copy.release("make", "pygen-client", "--date", "2026-12-01")

    printed = copy.release("build", "pygen-client-v0.1.0")

    assert [Path(line).name for line in printed.splitlines()] == [
        "cognite-pygen-client-0.1.0.cdx.json",
        "cognite_pygen_client-0.1.0-py3-none-any.whl",
        "cognite_pygen_client-0.1.0.tar.gz",
    ]
