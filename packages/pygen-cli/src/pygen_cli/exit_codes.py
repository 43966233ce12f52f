"""How the command ends: one number for each kind of outcome."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every `pygen` command. They are part of the interface and do not change their meaning."""

    OK = 0
    DIFFERENT = 1
    USAGE = 2
    SOURCE = 3
    ACCESS = 4
    CONNECTION = 5
    WRITING = 6
    BREAKING = 7
    FINDINGS = 8
    BUG = 70
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """What the code says, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.DIFFERENT: "--check found files that are not what would be generated, or --fail-on any found a change",
    ExitCode.USAGE: "wrong option or wrong setting in pygen.toml",
    ExitCode.SOURCE: "the data model cannot be found, read or used",
    ExitCode.ACCESS: "no login, or no access",
    ExitCode.CONNECTION: "the service cannot be reached, or failed",
    ExitCode.WRITING: "files cannot be written, or are not Pygen's to overwrite",
    ExitCode.BREAKING: "--fail-on found a change that breaks programs",
    ExitCode.FINDINGS: "--strict found warnings or errors in the data model",
    ExitCode.BUG: "a bug in Pygen",
    ExitCode.INTERRUPTED: "interrupted with Ctrl-C",
}
