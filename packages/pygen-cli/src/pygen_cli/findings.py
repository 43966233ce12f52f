"""What was noticed about a data model, shown short or whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from pygen_generator.findings import FINDINGS
from pygen_generator.issue import Issue, Severity

from pygen_cli.output import Output

_ORDER = list(Severity)
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: None}


def show(output: Output, report: Iterable[Issue], *, verbose: bool) -> None:
    """Show the findings grouped by kind: of each kind the first and the number of the others, or all of them."""
    ordered = sorted(report, key=lambda issue: (_ORDER.index(issue.severity), issue.code, issue.place))
    if not ordered:
        return
    output.line(f"Findings: {_counts(ordered)}.")
    hidden = 0
    for _, group in groupby(ordered, key=lambda issue: (issue.severity, issue.code)):
        issues = list(group)
        shown = issues if verbose else issues[:1]
        for issue in shown:
            output.line(f"  {issue}", style=_STYLES[issue.severity])
        if len(shown) < len(issues):
            hidden += len(issues) - len(shown)
            output.line(f"    and {len(issues) - len(shown)} more of this kind")
    if hidden:
        output.line("-v shows all of them.")


def as_json(report: Iterable[Issue]) -> list[dict[str, str]]:
    """The findings for machines, each with all it says."""
    return [
        {
            "severity": issue.severity.value,
            "code": issue.code,
            "place": issue.place,
            "message": issue.message,
            "action": issue.action,
            "suggestion": issue.suggestion,
        }
        for issue in report
    ]


def is_serious(report: Iterable[Issue]) -> bool:
    """Whether there are errors or warnings: what is odd, and not just worth knowing."""
    return any(issue.severity is not Severity.INFO for issue in report)


def show_rules(output: Output) -> None:
    """Show what is looked for: each kind of finding with its severity, its reason, and what is done about it."""
    for kind in FINDINGS.values():
        output.line(f"{kind.code}  {kind.severity.value}", style=_STYLES[kind.severity])
        for text in (kind.what, kind.why, kind.action):
            output.line(f"  {text}")


def rules_as_json() -> list[dict[str, str]]:
    """What is looked for, for machines."""
    return [
        {
            "code": kind.code,
            "severity": kind.severity.value,
            "what": kind.what,
            "why": kind.why,
            "action": kind.action,
        }
        for kind in FINDINGS.values()
    ]


def _counts(issues: Sequence[Issue]) -> str:
    counts = [(severity.value, sum(issue.severity is severity for issue in issues)) for severity in Severity]
    return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count)
