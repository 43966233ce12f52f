"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import explain


class State(Enum):
    """How something is."""

    WORKS = "ok"
    MISSING = "note"
    """Nothing is wrong, and something could be set."""
    FAILS = "fails"


@dataclass(frozen=True)
class Check:
    """What was found."""

    name: str
    state: State
    text: str
    fix: str = ""
    exit_code: ExitCode = ExitCode.OK
    """What the whole command ends with if this fails."""


def works(name: str, text: str) -> Check:
    return Check(name, State.WORKS, text)


def fails(name: str, error: Exception) -> Check:
    """The check that an error of any of our libraries ended."""
    failure = explain(error)
    return Check(name, State.FAILS, failure.message, failure.fix, failure.exit_code)


def in_turn(name: str, look: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """The checks of one subject up to the first that raises, which fails."""
    try:
        yield from look()
    except Exception as error:
        # Whatever it is: finding out what is wrong is what this is for, and bugs are explained as bugs.
        yield fails(name, error)
