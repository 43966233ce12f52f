"""The table of findings is whole: every finding that the generator can make is in it, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pygen_generator
from pygen_generator.findings import FINDINGS

SOURCE = Path(pygen_generator.__file__).parent
README = Path(__file__).parents[1] / "README.md"
CODE_OF = {"Issue": 1, "LeftOut": 0, "self._left_out": 0}
"""Who makes findings, and which of the arguments is the code."""


def made() -> Iterator[tuple[str, str | None]]:
    """Code, and severity where it is written beside it, of each place where a finding is made."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (maker := ast.unparse(node.func)) in CODE_OF:
                code, severity = node.args[CODE_OF[maker]], ast.unparse(node.args[0])
                if isinstance(code, ast.Constant):
                    yield str(code.value), severity.split(".")[1].lower() if "Severity." in severity else None


def test_every_finding_is_in_the_table() -> None:
    assert {code for code, _ in made()} == FINDINGS.keys()


def test_findings_have_the_severity_that_the_table_says() -> None:
    wrong = [code for code, severity in made() if severity not in (None, FINDINGS[code].severity.value)]
    assert wrong == []


def test_the_readme_has_the_table() -> None:
    section = README.read_text(encoding="utf-8").split("## What is noticed about a data model\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \| (.+) \|$", section, re.MULTILINE)

    assert rows == [(one.code, one.severity.value, one.what, one.why, one.action) for one in FINDINGS.values()]


def test_the_table_is_sorted() -> None:
    assert list(FINDINGS) == sorted(FINDINGS)
