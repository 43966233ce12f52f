"""The demo itself: a service, an SDK, and steps shown with their code and what they print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pygen_emulator import Emulator
from pygen_generator.writer.plan import Plan

from pygen_cli.demo.folder import SCRIPT_NAME, Example
from pygen_cli.demo.script import Step, steps_of
from pygen_cli.demo.session import Session, as_if_started_in
from pygen_cli.deployment import deployment_of
from pygen_cli.generation import check_is_folder
from pygen_cli.local_service import deploy, environment_of


@dataclass(frozen=True)
class Shown:
    """A step that ran, and what it printed."""

    step: Step
    output: str


class Tour:
    """Writes the example to a folder, then runs its script step by step against a service in this process.

    Args:
        folder: Where to; it is made if it is not there.

    Raises:
        CommandError: the folder holds files that are not the demo's.
        WriteFailedError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        check_is_folder(folder)
        self._folder = folder.resolve()
        self._example = Example.generated()
        self.plan: Plan = self._example.write(self._folder)
        (self.package,) = (package.folder for package in self._example.sdk.packages)
        self.data_models = [str(model.as_id()) for model in self._example.schema.data_models]

    def run(self) -> Iterator[Shown]:
        """Run the steps, one after the other, while they are taken. No trace stays in this process."""
        session = Session(self._folder / SCRIPT_NAME)
        with Emulator() as cdf:
            deploy(cdf, deployment_of(self._example.schema, self._example.instance_spaces), "the example model")
            with as_if_started_in(self._folder, self.package, environment_of(cdf)):
                for step in steps_of(self._example.script):
                    yield Shown(step, session.run(step))
