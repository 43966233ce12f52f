"""What a comparison of two schemas says of old programs is what a type checker says of them.

Each example is a random model and one to three random edits. A program that uses every name of the SDK of the first
model is checked with the SDK of the second. PYGEN_EXAMPLES gives another number of examples, PYGEN_SEED other ones.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import generated_sdk
import model_edits
import pytest
import type_checkers
import user_program
from model_edits import Json
from pygen_client.schema import DataModel, DataModelId
from pygen_generator import GeneratedSDK, GeneratorConfig, Schema, compare_schemas, generate_sdk
from pygen_generator.changes import Breaks, Comparison

COUNT = int(os.environ.get("PYGEN_EXAMPLES", "40"))
SEED = int(os.environ.get("PYGEN_SEED", "0"))


@dataclass(frozen=True)
class Fixed:
    """A source of one data model."""

    data_model: Json

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return Schema((DataModel.load(self.data_model),)).select(wanted)


@dataclass
class Example:
    """Two models, and what mypy says of the programs of the first: with their own SDK, and with the other."""

    edits: list[str]
    comparison: Comparison
    before: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> set[Breaks]:
        """What does not type-check any more, as the comparison says."""
        return set(self.comparison.breaks - {Breaks.BEHAVIOUR})

    @property
    def found(self) -> set[Breaks]:
        """What does not type-check any more, as mypy says."""
        return ({Breaks.READS} if self.reads else set()) | ({Breaks.WRITES} if self.writes else set())

    def __str__(self) -> str:
        changes = [str(change) for change in self.comparison.changes]
        return "\n  ".join(["; ".join(self.edits), *changes, *self.reads[:3], *self.writes[:3]])


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """All examples, looked at by mypy in one run."""
    folder = tmp_path_factory.mktemp("programs")
    examples = [_example(folder, number) for number in range(SEED, SEED + COUNT)]
    answer = type_checkers.mypy(folder, ".")
    assert answer.stderr == ""
    errors = defaultdict[str, list[str]](list)
    for line in answer.stdout.splitlines():
        if found := re.match(r"(?:\./)?(\w+)[./\\][^:]*:\d+: error:", line):
            errors[found[1]].append(line)
    for number, example in enumerate(examples, SEED):
        example.before = errors[f"reads_before_{number}"] + errors[f"writes_before_{number}"]
        example.reads, example.writes = errors[f"reads_{number}"], errors[f"writes_{number}"]
        assert not errors[f"before_{number}"] + errors[f"sdk_{number}"], "generated code does not type-check"
    return examples


def _example(folder: Path, number: int) -> Example:
    draft = model_edits.draft(Random(number))  # noqa: S311 - the same models at every run
    old = Fixed(draft.data_model())
    dice = Random(f"edits of {number}")  # noqa: S311
    edits = [model_edits.edit(draft, dice) for _ in range(dice.choice([1, 1, 2, 3]))]
    new = Fixed(draft.data_model())
    own = _generated(folder, old, f"before_{number}")
    _generated(folder, new, f"sdk_{number}")
    for package in (f"before_{number}", f"sdk_{number}"):
        program = user_program.of(own.files, f"before_{number}")
        ending = package.removeprefix("sdk_")
        for kind, text in (("reads", program.reads), ("writes", program.writes)):
            changed = text.replace(f"from before_{number} import", f"from {package} import")
            (folder / f"{kind}_{ending}.py").write_text(changed, encoding="utf-8")
    return Example(edits, compare_schemas(old.load(()), new.load(())))


def _generated(folder: Path, source: Fixed, package: str) -> GeneratedSDK:
    sdk = generate_sdk(source, GeneratorConfig.load({"python": {"package": package, "client_name": "Client"}}))
    generated_sdk.write(sdk, folder)
    return sdk


def test_programs_fit_the_sdk_that_they_were_written_for(checked: list[Example]) -> None:
    assert [example for example in checked if example.before] == []


def test_the_verdict_is_what_a_type_checker_says(checked: list[Example]) -> None:
    wrong = [str(example) for example in checked if bool(example.verdict) != bool(example.found)]
    assert not wrong, "\n\n".join(wrong)


def test_what_breaks_is_told_for_reads_and_for_writes(checked: list[Example]) -> None:
    missed = [str(example) for example in checked if example.found - example.verdict]
    assert not missed, "\n\n".join(missed)


def test_the_examples_are_of_both_sorts(checked: list[Example]) -> None:
    broken = sum(bool(example.found) for example in checked)
    assert len(checked) / 5 < broken < len(checked) * 4 / 5
