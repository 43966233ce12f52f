"""What stops a generation: every error says what is wrong and how to mend it."""

from __future__ import annotations

from pygen_client import PygenError


class GeneratorError(PygenError):
    """Base of all errors that the generator raises on purpose.

    ``message`` says what is wrong, ``fix`` what to do about it; ``str()`` gives both.
    """

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message, fix)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}"


class ConfigError(GeneratorError):
    """The configuration cannot be used."""


class HookError(GeneratorError):
    """A hook that the configuration names is not there, or failed."""


class SourceError(GeneratorError):
    """The data model cannot be read from where it was said to be."""


class SourceNotFoundError(SourceError):
    """There is nothing at the place that was named."""


class ModelNotFoundError(SourceError):
    """The source does not hold the data model that was asked for."""


class LockError(GeneratorError):
    """The lock file is not one that this version can use."""


class WriteRefusedError(GeneratorError):
    """Files stand in the way that are not, or no longer, the generator's own. Nothing was written.

    ``paths`` names them, relative to the folder that was to be written.
    """

    def __init__(self, message: str, fix: str, paths: tuple[str, ...]) -> None:
        super().__init__(message, fix)
        self.paths = paths


class WriteFailedError(GeneratorError):
    """Writing failed on the way, for instance for lack of rights or room. The old files are back in place."""
