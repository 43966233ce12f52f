"""Runs that are killed in the middle: the next one brings everything in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from pygen_generator import Action, apply, plan

# Python tells of every file that is opened for writing, moved or removed; the process kills itself at one of them.
_CHILD = """
import os, signal, sys
from pygen_generator import LockSource, apply, generate_sdk
sdk = generate_sdk(LockSource(sys.argv[1]))
left = [int(sys.argv[4])]

def kill(event, arguments):
    if event == sys.argv[3] and (event != "open" or str(arguments[0]).endswith(".tmp")):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
apply(sdk, sys.argv[2])
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")


@pytest.fixture
def old(generate, models):
    return generate(models.view("Pump", {"name": models.prop()}), models.view("Asset")).sdk


@pytest.fixture
def new(generate, models):
    return generate(models.view("Pump", {"title": models.prop()}), models.view("Valve")).sdk


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def apply_and_die(sdk, root, event, after, lock):
    lock.write_text(sdk.lock.dump(), encoding="utf-8")
    command = [sys.executable, "-c", _CHILD, str(lock), str(root), event, str(after)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - this very file


@pytest.mark.parametrize(
    ("event", "after"),
    [("open", 0), ("open", 3), ("os.remove", 0), ("os.remove", 1), ("os.rename", 0), ("os.rename", 4)],
)
def test_the_next_run_completes_what_was_begun(old, new, tmp_path, event, after):
    root, clean = tmp_path / "root", tmp_path / "clean"
    apply(old, root)
    mine = root / "shop" / "mine.py"
    mine.write_text("# mine\n", encoding="utf-8")

    assert apply_and_die(new, root, event, after, tmp_path / "new.lock") == -signal.SIGKILL
    apply(new, root)

    apply(new, clean)
    assert tree(root) == {**tree(clean), "shop/mine.py": b"# mine\n"}


@pytest.mark.parametrize(("event", "after"), [("open", 3), ("os.remove", 0), ("os.rename", 4)])
def test_going_back_is_possible_too(old, new, tmp_path, event, after):
    apply(old, tmp_path / "root")
    before = tree(tmp_path / "root")

    apply_and_die(new, tmp_path / "root", event, after, tmp_path / "new.lock")

    back = plan(old, tmp_path / "root")
    # What was moved in place before the end is not in the lock yet, so the generator takes it for a person's.
    assert {change.path for change in back.refused} <= {change.path for change in back.changes}
    assert all(change.action is not Action.REMOVE for change in back.refused)
    apply(old, tmp_path / "root", force=True)
    assert tree(tmp_path / "root").items() >= before.items()
