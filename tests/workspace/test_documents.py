"""What the documents promise a reader: links lead somewhere, and everyone runs the same commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import committed_files
import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ["docs", "examples", "benchmarks", "packages", "tests"]
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(each for folder in FOLDERS for each in (ROOT / folder).rglob("*.md"))]
    if "node_modules" not in path.parts
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_to_files_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert not [target for target in targets if not (document.parent / target).exists()]


def test_readme_and_ci_and_workflow_run_the_same_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first_screen = "\n".join(readme.splitlines()[:25])
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    commands = {"python3 run.py demo", "python3 run.py test"}
    assert set(re.findall(r"^\$ (python3 run\.py \w+)", first_screen, re.MULTILINE)) == commands
    assert set(re.findall(r"^ +run: (.+)$", workflow, re.MULTILINE)) == commands
    assert re.findall(r"^exec (.+)$", ci, re.MULTILINE) == ["python3 run.py test"]


def test_readme_shows_what_the_demo_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("<!-- demo: begin -->")[2].partition("<!-- demo: end -->")[0]
    shown = [line for line in block.splitlines() if line and not line.startswith(("```", "$", "..."))]
    printed = (ROOT / "tests" / "cli" / "snapshots" / "demo.txt").read_text(encoding="utf-8").splitlines()
    assert len(shown) > 10
    assert [line for line in shown if line not in printed] == []


def test_actions_are_pinned_to_a_commit() -> None:
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        uses = re.findall(r"uses: (.+)$", workflow.read_text(encoding="utf-8"), re.MULTILINE)
        assert uses
        assert not [action for action in uses if not re.fullmatch(r"\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)]


def test_contributing_lists_the_steps_that_there_are() -> None:
    help_text = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "test", "--help"], check=True, capture_output=True, text=True
    ).stdout
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = re.search(r"some of the steps: ([\w ]+)$", contributing, re.MULTILINE)
    assert listed is not None
    assert listed[1].split() == re.findall(r"\w+", help_text.split("--only STEP [STEP ...]")[-1])


def test_contributing_lists_the_commands_that_there_are() -> None:
    help_text = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--help"], check=True, capture_output=True, text=True
    ).stdout
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    there = re.search(r"\{([\w,]+)\}", help_text)
    assert there is not None
    listed = set(re.findall(r"^\$ python3 run\.py (\w+)", contributing, re.MULTILINE))
    # The README shows this one.
    assert listed | {"demo"} == set(there[1].split(","))
    # Each with a line of its own that says what it does.
    assert all(re.search(rf"^    {command} +\w", help_text, re.MULTILINE) for command in there[1].split(","))


def test_contributing_shows_the_tree_that_there_is() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tree = contributing.partition("## Layout\n\n```\n")[2].partition("```")[0]
    shown = {
        name.rstrip("/") for name in re.findall(r"(?<![\w/])(\w[\w.-]*(?:\.\w+|/))(?=[ ;,]|$)", tree, re.MULTILINE)
    }
    told = shown | {"README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"}
    top = {path.relative_to(ROOT).parts[0] for path in committed_files.paths()}
    assert {name for name in top if not name.startswith(".")} - told == set()
    assert {name for name in shown if not (ROOT / name).exists()} <= {"src", "tests"}


def test_an_unknown_step_is_refused() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "test", "--only", "everything"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 2
    assert "invalid choice: 'everything'" in answer.stderr


def test_decisions_are_numbered_in_their_order() -> None:
    text = (ROOT / "docs" / "design" / "README.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", text.partition("## Entries")[2], re.MULTILINE)]
    assert numbers == [*range(1, len(numbers) + 1)]
