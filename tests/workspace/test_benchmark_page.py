"""`python benchmarks` runs every benchmark that there is, and writes one page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_the_page_has_what_was_measured_on_what_and_how_to_read_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    ended = run("--quick", "installed_size.py", "read_page.py", "--output", page)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    text = page.read_text(encoding="utf-8")
    assert re.search(r"^\| ours \| cognite-pygen-runtime \d.*pydantic \d", text, re.MULTILINE)
    assert re.search(r"^\| theirs \| cognite-pygen \d.*industrial-model \d.*@cognite/sdk \d", text, re.MULTILINE)
    assert re.findall("^## (.+)$", text, re.MULTILINE) == ["Decoding a page in Python", "What has to be installed"]
    assert re.search(r"pygen_runtime, typed objects +\d+", text)
    size = re.search(r"^an SDK of Pygen needs +\d+ distributions +([\d.]+) MB: .*httpx.*pydantic", text, re.MULTILINE)
    assert size is not None
    assert 5 < float(size[1]) < 15


def test_every_benchmark_is_a_part() -> None:
    refused = run("nothing.py")
    assert refused.returncode == 2
    parts = set(re.findall(r"[\w/]+\.py", refused.stderr.partition("there are")[2]))

    programs = {path.name for path in BENCHMARKS.glob("[!_]*.py")} | {
        "against_v1/reading_and_writing.py",
        "generation/compare.py",
    }
    assert parts == programs
