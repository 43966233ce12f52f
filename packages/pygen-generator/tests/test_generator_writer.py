"""Writing an SDK to a folder: what changes, what is refused, and that nothing stays half-written."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from pygen_generator import Action, LockError, WriteFailedError, WriteRefusedError, apply, plan


@pytest.fixture
def old(generate, models):
    return generate(models.view("Pump", {"name": models.prop()}), models.view("Asset")).sdk


@pytest.fixture
def new(generate, models):
    """One view changed, one gone, one more."""
    return generate(models.view("Pump", {"size": models.prop("int32")}), models.view("Valve")).sdk


def _tree(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_first_run_creates_everything_and_the_lock(old, tmp_path):
    done = apply(old, tmp_path)

    assert {change.action for change in done.changes} == {Action.CREATE}
    assert _tree(tmp_path) == {
        **{path: text.encode() for path, text in old.files.items()},
        "pygen.lock": old.lock.dump().encode(),
    }


def test_a_second_run_touches_nothing(old, tmp_path):
    apply(old, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = apply(old, tmp_path)

    assert done.is_unchanged
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times


def test_a_changed_model_updates_creates_and_removes(old, new, tmp_path):
    apply(old, tmp_path)
    done = apply(new, tmp_path)
    actions = {change.path.removeprefix("shop/"): change.action for change in done.changes}

    assert actions["data_classes/pump.py"] is Action.UPDATE
    assert actions["data_classes/valve.py"] is Action.CREATE
    assert actions["data_classes/asset.py"] is Action.REMOVE
    assert actions["py.typed"] is Action.UNCHANGED
    assert done.count(Action.REMOVE) == 2
    assert _tree(tmp_path).keys() == {*new.files, "pygen.lock"}


def test_a_plan_changes_nothing(old, tmp_path):
    assert plan(old, tmp_path / "new").count(Action.CREATE) == len(old.files)
    assert list(tmp_path.iterdir()) == []


def test_another_package_name_takes_the_old_folder_away(generate, models, old, tmp_path):
    apply(old, tmp_path)
    compileall.compile_dir(tmp_path, quiet=2)
    apply(generate(models.view("Pump"), python={"package": "other"}).sdk, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "pygen.lock"]


def test_the_output_folder_is_below_the_lock(generate, models, tmp_path):
    apply(generate(models.view("Pump"), python={"output": "src/gen"}).sdk, tmp_path)

    assert (tmp_path / "src/gen/shop/__init__.py").is_file()
    assert (tmp_path / "pygen.lock").is_file()


def test_files_of_others_are_left_alone(old, new, tmp_path):
    apply(old, tmp_path)
    (tmp_path / "shop" / "mine.py").write_text("mine")
    apply(new, tmp_path)

    assert (tmp_path / "shop" / "mine.py").read_text() == "mine"


@pytest.mark.parametrize("path", ["shop/data_classes/pump.py", "shop/data_classes/asset.py"])
def test_a_file_that_a_person_changed_is_refused_by_name(old, new, tmp_path, path):
    apply(old, tmp_path)
    (tmp_path / path).write_text("# mine\n")
    before = _tree(tmp_path)

    with pytest.raises(WriteRefusedError, match=f"{path}: it was changed.*--force") as refusal:
        apply(new, tmp_path)

    assert refusal.value.paths == (path,)
    assert _tree(tmp_path) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_was_never_generated_is_refused_even_with_force(old, tmp_path, force):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("mine")

    with pytest.raises(WriteRefusedError, match=r"it is there already and was not generated.*another output folder"):
        apply(old, tmp_path, force=force)

    assert _tree(tmp_path) == {"shop/__init__.py": b"mine"}


def test_force_replaces_them(old, new, tmp_path):
    apply(old, tmp_path)
    for name in ("pump", "asset"):
        (tmp_path / f"shop/data_classes/{name}.py").write_text("# mine\n")
    apply(new, tmp_path, force=True)

    assert _tree(tmp_path).keys() == {*new.files, "pygen.lock"}
    assert (tmp_path / "shop/data_classes/pump.py").read_text() == new.files["shop/data_classes/pump.py"]


def test_a_file_that_a_person_deleted_is_made_again(old, tmp_path):
    apply(old, tmp_path)
    (tmp_path / "shop/py.typed").unlink()

    assert plan(old, tmp_path).count(Action.CREATE) == 1
    apply(old, tmp_path)
    assert (tmp_path / "shop/py.typed").exists()


def test_line_ends_that_version_control_changed_are_no_change(old, new, tmp_path):
    apply(old, tmp_path)
    for path in (tmp_path / "shop").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert plan(old, tmp_path).is_unchanged
    apply(new, tmp_path)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_place_of_a_file_is_refused_even_with_force(old, tmp_path, force):
    (tmp_path / "shop" / "_client.py").mkdir(parents=True)

    with pytest.raises(WriteRefusedError, match=r"_client\.py: a folder is in its place.*another output folder"):
        apply(old, tmp_path, force=force)


def test_a_file_in_the_place_of_a_folder_is_refused(old, tmp_path):
    (tmp_path / "shop").write_text("mine")

    with pytest.raises(WriteRefusedError, match="shop is a file and not a folder"):
        apply(old, tmp_path)


def test_a_lock_that_cannot_be_read_stops_before_anything(old, tmp_path):
    (tmp_path / "pygen.lock").write_bytes(b"\xff")
    with pytest.raises(LockError, match="not a lock file"):
        apply(old, tmp_path)
    (tmp_path / "pygen.lock").unlink()
    (tmp_path / "pygen.lock").mkdir()
    with pytest.raises(WriteFailedError, match="cannot be read"):
        apply(old, tmp_path)


def test_permissions_of_files_stay(old, new, tmp_path):
    apply(old, tmp_path)
    (tmp_path / "shop/data_classes/pump.py").chmod(0o640)
    apply(new, tmp_path)

    assert (tmp_path / "shop/data_classes/pump.py").stat().st_mode & 0o777 == 0o640


# What follows needs a process with limits of its own. The superuser may write everywhere, so there it gives up its
# rights, after everything is imported and from inside of the folder: others may not see the way to either.

_CHILD = """
import os, sys
from pygen_generator import GeneratorError, LockSource, apply, generate_sdk
sdk = generate_sdk(LockSource(sys.argv[1]))
os.chdir(sys.argv[2])
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    apply(sdk, ".")
except GeneratorError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def apply_elsewhere(tmp_path_factory):
    """Write an SDK to a folder in another process, and give what it said."""

    def run(sdk, root):
        lock = tmp_path_factory.mktemp("lock") / "pygen.lock"
        lock.write_text(sdk.lock.dump())
        command = [sys.executable, "-c", _CHILD, str(lock), str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this very file
        return done.stdout.strip()

    return run


def _give_away(root):
    if os.geteuid() == 0:
        for path in (root, *root.rglob("*")):
            os.chown(path, 65534, 65534)


@contextmanager
def _files_of_at_most(size):
    """Room for the small files that come first, not for the APIs."""
    resource = pytest.importorskip("resource")

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


posix_only = pytest.mark.skipif(os.name != "posix", reason="rights and limits as POSIX has them")


@posix_only
def test_an_unwritable_folder_stays_as_it_was(old, tmp_path, apply_elsewhere):
    _give_away(tmp_path)
    tmp_path.chmod(0o555)
    said = apply_elsewhere(old, tmp_path)
    tmp_path.chmod(0o755)

    assert said.startswith("WriteFailedError")
    assert "Permission denied" in said
    assert "Check the rights" in said
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_disk_that_fills_up_on_the_way_leaves_the_old_files(old, new, tmp_path):
    apply(old, tmp_path)
    before = _tree(tmp_path)

    with _files_of_at_most(1000), pytest.raises(WriteFailedError, match=r"File too large\. The folder is as it was"):
        apply(new, tmp_path)

    assert _tree(tmp_path) == before
    assert not (tmp_path / "shop/data_classes/valve.py").exists()


@posix_only
def test_a_failure_after_files_were_replaced_brings_them_back(generate, models, tmp_path, apply_elsewhere):
    pump, asset = models.view("Pump", {"name": models.prop()}), models.view("Asset")
    apply(generate(pump, asset).sdk, tmp_path)
    _give_away(tmp_path)
    before = _tree(tmp_path)
    # Nothing is written to this folder, but a file that is not part of the SDK any more cannot be removed from it.
    (tmp_path / "shop/_api").chmod(0o555)
    said = apply_elsewhere(generate(pump).sdk, tmp_path)
    (tmp_path / "shop/_api").chmod(0o755)

    assert said.startswith("WriteFailedError")
    assert "_asset_api.py cannot be written" in said
    assert _tree(tmp_path) == before


@posix_only
def test_a_first_run_that_fails_leaves_no_folders(old, tmp_path):
    with _files_of_at_most(1000), pytest.raises(WriteFailedError):
        apply(old, tmp_path / "a" / "b")

    assert list(tmp_path.iterdir()) == []
