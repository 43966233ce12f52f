"""What a local service begins with besides its schema: instances from files, and made ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pygen_emulator import ApiError, Emulator
from pygen_generator.sources.documents import read_document

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError


@dataclass
class ServiceData:
    """How many instances there are, and why some are not."""

    loaded: dict[str, int] = field(default_factory=dict)
    """By file."""
    seeded: dict[str, int] = field(default_factory=dict)
    """By view, or by type of edges."""
    seeded_space: str | None = None
    left_out: dict[str, str] = field(default_factory=dict)
    """Views without made instances, with the reason."""

    def lines(self) -> list[str]:
        """What to tell of it."""
        told = [f"Instances from {file}: {count:,}." for file, count in self.loaded.items()]
        if self.seeded_space is not None:
            kinds = sum(1 for count in self.seeded.values() if count)
            made = f"{sum(self.seeded.values()):,}, of {kinds} kinds"
            told.append(f"Instances made in the space {self.seeded_space}: {made}.")
        told += [f"No instances of {name}: {reason}." for name, reason in self.left_out.items()]
        return told

    def dump(self) -> dict[str, Any]:
        return {"loaded": self.loaded, "seeded": self.seeded, "without_instances": self.left_out}


def fill(cdf: Emulator, files: Sequence[Path], count: int, space: str | None) -> ServiceData:
    """Put instances in: those of the files, JSON or YAML, then ``count`` made ones.

    Args:
        space: Where made instances go; by default the space of the first data model.

    Raises:
        SourceError: a file cannot be read.
        CommandError: the service would refuse them; the message has the service's words.
    """
    data = ServiceData()
    for file in files:
        try:
            data.loaded[str(file)] = cdf.load(_instances(file))
        except ApiError as error:
            message = f"The service would refuse the instances in {file}: {error.message}"
            raise CommandError(ExitCode.SOURCE, message, "Correct the file, or make its space with --space.") from error
    if count:
        try:
            seeded = cdf.seed(count, space=space)
        except ApiError as error:
            message = f"No instances could be made: {error.message}"
            raise CommandError(ExitCode.SOURCE, message, "Begin with a new --db, or in another --space.") from error
        data.seeded, data.seeded_space = dict(seeded.counts), seeded.space
        data.left_out = dict(seeded.left_out)
    return data


def _instances(file: Path) -> Any:
    """The body of a write, its items alone, or one item, as Toolkit files have it."""
    content = read_document(file)
    if isinstance(content, dict) and "externalId" in content:
        return [content]
    if not isinstance(content, (dict, list)):
        raise CommandError(
            ExitCode.SOURCE,
            f"{file} holds no instances.",
            "Give an object with items as POST /models/instances takes it, or a list of items.",
        )
    return content
