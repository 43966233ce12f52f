"""The folder that the demo leaves: an example model, its SDK, and a script that uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pygen_generator.errors import WriteRefusedError
from pygen_generator.generate import GeneratedSDK, generate_sdk
from pygen_generator.schema import Schema
from pygen_generator.sources.toolkit import ToolkitSource
from pygen_generator.writer.apply import apply_plan
from pygen_generator.writer.plan import Action, Change, Plan, make_plan

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.settings import configs_of, instance_spaces_of, read_settings

EXAMPLE = Path(__file__).parent / "example"
SCRIPT_NAME = "demo.py"
_PATTERNS = (SCRIPT_NAME, "README.md", "pygen.toml", "model/*.yaml")


@dataclass(frozen=True)
class Example:
    """The example of this package, generated."""

    schema: Schema
    sdk: GeneratedSDK
    instance_spaces: list[str]
    script: str

    @classmethod
    def generated(cls) -> Example:
        """Read the example's model and settings and generate its SDK; nothing is written."""
        source = ToolkitSource(EXAMPLE / "model")
        (config,) = configs_of(read_settings(EXAMPLE))
        script = (EXAMPLE / SCRIPT_NAME).read_text(encoding="utf-8")
        return cls(source.load(()), generate_sdk(source, config), instance_spaces_of(config), script)

    def write(self, folder: Path) -> Plan:
        """Write model, script and SDK to a folder, all or nothing, and give what was done.

        Raises:
            CommandError: files in the folder are not what the demo writes; they are named.
            WriteFailedError: the system refused.
        """
        plan = make_plan(self.sdk.files, self.sdk.lock, folder)
        contents = {path: (EXAMPLE / path).read_bytes() for path in _example_paths()}
        changes = [*plan.changes, *(_change(folder, path, content) for path, content in contents.items())]
        whole = replace(plan, changes=tuple(changes), contents={**plan.contents, **contents})
        try:
            apply_plan(whole)
        except WriteRefusedError as error:
            fix = "Move these files elsewhere, or choose another folder with --output."
            raise CommandError(ExitCode.WRITING, error.message, fix) from error
        return whole


def _example_paths() -> Iterator[str]:
    for pattern in _PATTERNS:
        for path in sorted(EXAMPLE.glob(pattern)):
            yield path.relative_to(EXAMPLE).as_posix()


def _change(folder: Path, path: str, content: bytes) -> Change:
    """What writing a file of the example does. No lock lists these: only equal ones are surely the demo's own."""
    place = folder / path
    if not place.exists():
        return Change(path, Action.CREATE)
    if place.is_file() and place.read_bytes().replace(b"\r\n", b"\n") == content:
        return Change(path, Action.UNCHANGED)
    return Change(path, Action.UPDATE, "it is there already and is not what the demo writes")
