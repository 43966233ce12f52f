"""Findings as SARIF 2.1.0, the form in which code hosts take the results of analysers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pygen_generator.findings import FINDINGS, FindingKind
from pygen_generator.issue import Issue, Severity

from pygen_cli._version import __version__

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_HOME = "https://github.com/cognitedata/pygen"


def sarif(report: Iterable[Issue], source: Path) -> dict[str, Any]:
    """The log of one run.

    Args:
        report: The findings; those of one code refer to one rule.
        source: The file or folder that the findings are shown at, which code hosts want. A data model has no lines, so
            the place in the model stands beside it as a logical location.
    """
    issues = list(report)
    codes = sorted({issue.code for issue in issues})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Pygen",
                        "semanticVersion": __version__,
                        "informationUri": _HOME,
                        "rules": [_rule(FINDINGS[code]) for code in codes],
                    }
                },
                "results": [_result(issue, codes.index(issue.code), source) for issue in issues],
                "columnKind": "utf16CodeUnits",
            }
        ],
    }


def _rule(kind: FindingKind) -> dict[str, Any]:
    return {
        "id": kind.code,
        "shortDescription": {"text": kind.what},
        "fullDescription": {"text": f"{kind.what} {kind.why}"},
        "help": {"text": f"{kind.why} {kind.action}"},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _result(issue: Issue, rule: int, source: Path) -> dict[str, Any]:
    parts = (issue.message, issue.action, issue.suggestion)
    # Hosts tell an old finding from a new one by this.
    mark = hashlib.sha256(f"{issue.code} {issue.place} {issue.message}".encode()).hexdigest()
    location = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(source)}, "region": {"startLine": 1}},
        "logicalLocations": [{"fullyQualifiedName": issue.place}],
    }
    return {
        "ruleId": issue.code,
        "ruleIndex": rule,
        "level": _LEVELS[issue.severity],
        "message": {"text": f"{issue.place}: {' '.join(part for part in parts if part)}"},
        "locations": [location],
        "partialFingerprints": {"pygenFinding/v1": mark},
    }


def _uri(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
