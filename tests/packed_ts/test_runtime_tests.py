"""The tests of the TypeScript runtime itself, in bun and in Chromium; node and deno have steps of their own.

A table at the end tells how many of the shared cases of `tests/vectors` run where.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import javascript_runtimes
import page_server
from javascript_runtimes import FOLDER, run, tool

ROOT = FOLDER.parents[1]
RUNTIME = ROOT / "packages" / "pygen-runtime-ts"
VECTORS = ROOT / "tests" / "vectors"
PYTHON_TESTS = (
    "packages/pygen-client/tests/test_client_error_vectors.py",
    "packages/pygen-client/tests/test_client_transport_vectors.py",
    "packages/pygen-runtime-py/tests/test_runtime_plan_vectors.py",
    "tests/vectors/test_wire_vectors.py",
)
COUNTS = re.compile(r"^(?P<folder>\w+): (?P<count>\d+) cases", re.MULTILINE)
LEFT_OUT = re.compile(r"^ +not supported: (?P<case>.+)$", re.MULTILINE)

pytestmark = javascript_runtimes.needs_tools

printed: dict[str, str] = {}
"""What the tests of the runtime printed, by where they ran."""


@javascript_runtimes.needs("bun")
def test_all_of_them_pass_in_bun(tmp_path: Path) -> None:
    places = {"": "index.ts", "/codegen": "codegen.ts", "/reader": "reader.ts"}
    paths = {f"@cognite/pygen-runtime{name}": [(RUNTIME / "src" / file).as_posix()] for name, file in places.items()}
    settings = tmp_path / "tsconfig.json"
    settings.write_text(json.dumps({"compilerOptions": {"paths": paths}}), encoding="utf-8")
    bun = javascript_runtimes.named("bun").command

    # The limit is for the start of emulators, which are hooks of the tests.
    done = run([*bun, "test", "--timeout=120000", f"--tsconfig-override={settings}", "tests"], RUNTIME)

    printed["bun"] = done.stdout + done.stderr
    passed = re.search(r"^ (\d+) pass$", printed["bun"], re.MULTILINE)
    assert passed is not None
    print(f"\nbun: {passed[1]} tests of the runtime pass")


@javascript_runtimes.needs_chromium
def test_those_that_need_no_process_pass_in_chromium(tmp_path: Path) -> None:
    bundled = tool(str(FOLDER / "browser" / "bundleTests.mjs"), str(ROOT), str(tmp_path / "tests.js"), cwd=FOLDER)
    shutil.copy(FOLDER / "browser" / "tests.html", tmp_path / "index.html")
    with page_server.serve(tmp_path) as server:
        seen = javascript_runtimes.browse(f"{server.origin}/", tmp_path / "page.png")

    printed["Chromium"] = seen.stderr
    told = json.loads(seen.stdout)
    result = json.loads(told["text"])
    files = json.loads(bundled)
    assert result["failed"] == []
    assert {"wireVectors.test.ts", "planVectors.test.ts", "transportVectors.test.ts"} <= set(files["inPage"])
    assert result["passed"] > len(files["inPage"])
    print(f"\nChromium: {result['passed']} tests of {len(files['inPage'])} files pass; not there, for what they need:")
    for name, needed in files["outside"].items():
        print(f"  {name}: {needed}")


def test_every_shared_case_runs_everywhere() -> None:
    """A case that a runtime leaves out would be printed by name, with its reason, and counted as missing here."""
    cases = {folder: _names(folder) for folder in ("errors", "plan", "transport", "wire")}
    collected = _collected_by_pytest()
    ran = {"Python": {folder: _in_pytest(folder, names, collected) for folder, names in cases.items()}}
    left = {"Python": ""}
    for lane, text in printed.items():
        ran[lane] = {found["folder"]: int(found["count"]) for found in COUNTS.finditer(text)}
        left[lane] = "; ".join(found["case"] for found in LEFT_OUT.finditer(text))

    rows = [["vectors", *cases], ["cases", *(str(len(names)) for names in cases.values())]]
    rows += [[lane, *(str(counts.get(folder, 0)) for folder in cases)] for lane, counts in ran.items()]
    print("\n" + "\n".join("".join(cell.ljust(11) for cell in row) for row in rows))
    print("\n".join(f"left out in {lane}: {names or 'none'}" for lane, names in left.items()))
    assert all(counts == {folder: len(names) for folder, names in cases.items()} for counts in ran.values())
    assert set(left.values()) == {""}


def _names(folder: str) -> list[str]:
    cases: list[str] = []
    for path in sorted((VECTORS / folder).glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        cases += [one["name"] for one in content] if isinstance(content, list) else []
    return cases


def _collected_by_pytest() -> list[str]:
    """The ids of the tests of shared cases in Python."""
    options = ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    return run([sys.executable, *options, *PYTHON_TESTS], ROOT).stdout.splitlines()


def _in_pytest(folder: str, names: list[str], collected: list[str]) -> int:
    """How many cases have tests, however many clients they are repeated with."""
    ids = "\n".join(one for one in collected if folder.removesuffix("s") in one.partition("::")[0])
    return sum(name.encode("unicode_escape").decode() in ids for name in names)
