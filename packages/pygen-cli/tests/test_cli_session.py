"""Steps of a script run as the script would, and leave no trace in this process."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from types import ModuleType

import pytest
from pygen_cli.demo.script import Step, steps_of
from pygen_cli.demo.session import Session, as_if_started_in

SCRIPT = '''"""What it shows."""

# %% Count
number = 1
print(number)

# %% Count on
print(number + 1)
'''


def test_steps_are_the_cells_of_the_script() -> None:
    assert steps_of(SCRIPT) == [
        Step("Count", "number = 1\nprint(number)", first_line=4),
        Step("Count on", "print(number + 1)", first_line=8),
    ]


def test_steps_share_their_names() -> None:
    session = Session(Path("script.py"))

    assert [session.run(step) for step in steps_of(SCRIPT)] == ["1\n", "2\n"]


def test_a_step_that_fails_is_found_in_the_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.replace("number + 1", "number + one"), encoding="utf-8")
    session = Session(script)
    first, second = steps_of(script.read_text(encoding="utf-8"))
    session.run(first)

    with pytest.raises(NameError) as raised:
        session.run(second)

    assert traceback.extract_tb(raised.value.__traceback__)[-1][:2] == (str(script), 8)


def test_a_package_is_imported_from_the_folder_only_within_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pumps.py").write_text("import os\nurl = os.environ['CDF_URL']\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "pumps", ModuleType("pumps"))
    monkeypatch.setenv("CDF_URL", "https://elsewhere")
    monkeypatch.setenv("NO_PROXY", "intranet")
    monkeypatch.delenv("CDF_TOKEN", raising=False)
    before = (list(sys.path), dict(sys.modules), dict(os.environ), sys.dont_write_bytecode)
    session = Session(tmp_path / "script.py")

    with as_if_started_in(tmp_path, "pumps", {"CDF_URL": "http://127.0.0.1:1", "CDF_TOKEN": "t"}):
        shown = session.run(Step("Import", "import os, pumps\nprint(pumps.url, os.environ['NO_PROXY'])", 1))

    assert shown == "http://127.0.0.1:1 intranet,127.0.0.1\n"
    assert (list(sys.path), dict(sys.modules), dict(os.environ), sys.dont_write_bytecode) == before
    assert not (tmp_path / "__pycache__").exists()


def test_nothing_stays_when_a_step_fails(tmp_path: Path) -> None:
    (tmp_path / "pumps.py").write_text("raise OSError('broken')\n", encoding="utf-8")
    path = list(sys.path)

    with pytest.raises(OSError, match="broken"), as_if_started_in(tmp_path, "pumps", {}):
        Session(tmp_path / "script.py").run(Step("Import", "import pumps", 1))

    assert sys.path == path
    assert "pumps" not in sys.modules
