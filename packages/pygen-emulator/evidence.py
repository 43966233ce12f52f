"""Writes the evidence table of the README from the tests: which rule of the service is proved by which test.

    python packages/pygen-emulator/evidence.py            # rewrites the section between the two comments
    python packages/pygen-emulator/evidence.py --check    # ends with 1 if that would change anything

A test says which sections of the reference of the service (``behaviour.md``) it proves, with
``@pytest.mark.evidence("12")``, or its whole module does, with ``pytestmark``; a mark on the test counts instead of the
module's. The name of the test, read as a sentence, is the rule; where it says too little, the mark says more:
``evidence("16 maxDistance")``. Test files are parsed, not run.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pygen_emulator.http.endpoints import NOT_SIMULATED

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]
README = PACKAGE / "README.md"
BEGIN, END = "<!-- evidence: written by evidence.py -->", "<!-- end of evidence -->"
FOLDERS = (PACKAGE / "tests", ROOT / "tests")

SECTIONS = {
    "1": "paths, headers, times, query parameters",
    "2": "authentication",
    "3": "identifiers",
    "4": "limits",
    "5": "property types and their values",
    "6": "spaces",
    "7": "containers",
    "8": "views",
    "9": "data models",
    "10": "writing instances",
    "11": "reading instances, membership of views",
    "12": "filters",
    "13": "sort",
    "14": "search",
    "15": "aggregate",
    "16": "query",
    "17": "sync",
    "18": "inspect, statistics",
    "19": "paging",
    "20": "errors",
    "21": "concurrency, failures, transport",
    "22": "deletion",
    "23": "GraphQL",
    "24": "the official document",
}
"""The sections of ``behaviour.md``, in our words."""

OPERATIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "/token/inspect": (("GET",), "2"),
    "/models/spaces": (("GET", "POST"), "6"),
    "/models/spaces/byids": (("POST",), "6"),
    "/models/spaces/delete": (("POST",), "6, 22"),
    "/models/containers": (("GET", "POST"), "7"),
    "/models/containers/byids": (("POST",), "7"),
    "/models/containers/delete": (("POST",), "7, 22"),
    "/models/containers/constraints/delete": (("POST",), "7"),
    "/models/containers/constraints/retry": (("POST",), "7"),
    "/models/containers/indexes/delete": (("POST",), "7"),
    "/models/containers/indexes/retry": (("POST",), "7"),
    "/models/containers/properties/retry": (("POST",), "7"),
    "/models/containers/inspect": (("POST",), "7"),
    "/models/views": (("GET", "POST"), "8"),
    "/models/views/byids": (("POST",), "8"),
    "/models/views/delete": (("POST",), "8, 22"),
    "/models/datamodels": (("GET", "POST"), "9"),
    "/models/datamodels/byids": (("POST",), "9"),
    "/models/datamodels/delete": (("POST",), "9, 22"),
    "/models/instances": (("POST",), "10"),
    "/models/instances/byids": (("POST",), "11"),
    "/models/instances/list": (("POST",), "11, 12, 13, 19"),
    "/models/instances/delete": (("POST",), "22"),
    "/models/instances/search": (("POST",), "14"),
    "/models/instances/aggregate": (("POST",), "15"),
    "/models/instances/query": (("POST",), "16, 19"),
    "/models/instances/sync": (("POST",), "17, 19"),
    "/models/instances/inspect": (("POST",), "18"),
    "/models/statistics": (("GET",), "4, 18"),
    "/models/statistics/spaces": (("GET",), "18"),
    "/models/statistics/spaces/byids": (("POST",), "18"),
}
"""Every path of the official document that is simulated: its methods, and the sections with its rules."""


@dataclass(frozen=True)
class Proof:
    """A test that proves rules of one section."""

    section: str
    file: Path
    shown: str


def proofs() -> list[Proof]:
    """What the marked tests prove, in the order of sections, files and tests."""
    files = sorted(file for folder in FOLDERS for file in folder.rglob("test_*.py"))
    found = [proof for file in files for proof in _of_file(file)]
    return sorted(found, key=lambda proof: (list(SECTIONS).index(proof.section), proof.file.as_posix()))


def _of_file(file: Path) -> Iterator[Proof]:
    module = ast.parse(file.read_text(encoding="utf-8"))
    default: list[str] = []
    for statement in module.body:
        if isinstance(statement, ast.Assign) and any(_is_name(target, "pytestmark") for target in statement.targets):
            default = _sources(statement.value, file)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name.startswith("test_"):
            own = [source for decorator in statement.decorator_list for source in _sources(decorator, file)]
            sentence = statement.name.removeprefix("test_").replace("_", " ")
            details: dict[str, list[str]] = defaultdict(list)
            for source in own or default:
                section, _, rule = source.partition(" ")
                details[section] += [rule] if rule else []
            for section, rules in details.items():
                yield Proof(section, file, f"{sentence} ({', '.join(rules)})" if rules else sentence)


def _sources(expression: ast.expr, file: Path) -> list[str]:
    """The arguments of every ``pytest.mark.evidence(...)`` in the expression."""
    calls = [
        node
        for node in ast.walk(expression)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.evidence"
    ]
    sources = [str(ast.literal_eval(argument)) for call in calls for argument in call.args]
    unknown = [source for source in sources if source.partition(" ")[0] not in SECTIONS]
    if unknown:
        raise SystemExit(f"{file.relative_to(ROOT)}: evidence for sections that are not known: {unknown}")
    return sources


def _is_name(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def section_of_readme() -> str:
    """The generated part of the README, without the comments around it."""
    return "\n".join(["", *_operations(), "", *_rules(), ""])


def _operations() -> Iterator[str]:
    yield "| operation | rules in section |"
    yield "|---|---|"
    for path, (methods, sections) in OPERATIONS.items():
        yield f"| {' '.join(methods)} `{path}` | {sections} |"
    for method, path in NOT_SIMULATED:
        yield f"| {method} `{path}` | not simulated: answers 501 and names itself |"


def _rules() -> Iterator[str]:
    rules: dict[str, dict[Path, list[str]]] = defaultdict(lambda: defaultdict(list))
    for proof in proofs():
        rules[proof.section][proof.file].append(proof.shown)
    yield "| section | test | what it shows |"
    yield "|---|---|---|"
    for section, title in SECTIONS.items():
        for file, shown in rules[section].items():
            place = file.relative_to(PACKAGE) if PACKAGE in file.parents else Path("../..") / file.relative_to(ROOT)
            test = f"[{file.stem.removeprefix('test_')}]({place.as_posix()})"
            yield f"| {section} {title} | {test} | {' · '.join(shown)} |"


def updated(text: str) -> str:
    """The README with its generated part made anew."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{README.name} lacks the comments {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{section_of_readme()}{END}{after}"


def main() -> None:
    """Rewrite the README, or with ``--check`` end with 1 if it is not up to date."""
    text = README.read_text(encoding="utf-8")
    new = updated(text)
    if "--check" in sys.argv[1:]:
        if new != text:
            raise SystemExit("The evidence in the README is not up to date: python packages/pygen-emulator/evidence.py")
    elif new != text:
        README.write_text(new, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
